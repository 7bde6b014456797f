/** The looks of the page: light and dark by the system's setting, plain on paper. */
export const style = `
:root{color-scheme:light dark;--back:#f4f6f8;--surface:#fff;--ink:#17212b;--muted:#55626f;--line:#dbe1e7;--accent:#0f4c75;
--passed:#1b7f5c;--failed:#bd2f25;--exempted:#b58105;--neutral:#8793a0;--failed-back:#fdf1ef;--exempted-back:#fdf7e6;--code:#eef2f5}
@media (prefers-color-scheme:dark){:root{--back:#0f151b;--surface:#18212a;--ink:#e7edf3;--muted:#a3b1bf;--line:#2b3743;--accent:#79bdec;
--passed:#45b98a;--failed:#ff7a6c;--exempted:#e0b03c;--neutral:#7d8a97;--failed-back:#2a1a1a;--exempted-back:#282213;--code:#101820}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;-webkit-text-size-adjust:100%}
.switch{position:absolute;opacity:0;pointer-events:none}
#show-zh:checked~.page .chosen [lang=en],#show-en:checked~.page .chosen [lang=zh]{display:none}
.page{max-width:1040px;margin:0 auto;padding:0 24px 48px}
.top{display:flex;align-items:center;justify-content:space-between;gap:16px;padding:18px 0 10px;color:var(--muted)}
.brand{font-weight:600;letter-spacing:.02em}.brand b{color:var(--accent);font-weight:700}
.languages{display:flex;border:1px solid var(--line);border-radius:8px;overflow:hidden;background:var(--surface);flex:none}
.languages label{padding:3px 12px;cursor:pointer;font-size:13px}
#show-zh:checked~.page label[for=show-zh],#show-en:checked~.page label[for=show-en]{background:var(--accent);color:var(--surface);font-weight:600}
#show-zh:focus-visible~.page label[for=show-zh],#show-en:focus-visible~.page label[for=show-en]{outline:3px solid var(--exempted);outline-offset:-3px}
.hero,section{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:22px 24px;margin-top:16px}
.hero{border-top:5px solid var(--neutral)}.hero.held{border-top-color:var(--passed)}.hero.failed{border-top-color:var(--failed)}.hero.expired,.hero.partial{border-top-color:var(--exempted)}
h1{margin:0;font-size:28px;line-height:1.25;overflow-wrap:anywhere}
h2{margin:0 0 14px;font-size:17px}
h3{margin:0;font-size:15px;overflow-wrap:anywhere}
.about{margin:2px 0 0;color:var(--muted)}
.verdict{display:flex;align-items:center;gap:10px;margin:14px 0 12px;font-size:20px;font-weight:650}
.verdict .mark{display:inline-grid;place-items:center;width:30px;height:30px;border-radius:50%;color:var(--surface);background:var(--neutral);font-size:17px;flex:none}
.held .verdict .mark{background:var(--passed)}.failed .verdict .mark{background:var(--failed)}.expired .verdict .mark,.partial .verdict .mark{background:var(--exempted)}
.legend{display:flex;flex-wrap:wrap;gap:6px 22px;margin:10px 0 0;padding:0;list-style:none}
.legend li{display:flex;align-items:center;gap:8px}.legend svg{flex:none;border-radius:3px}.legend b{font-size:18px;font-variant-numeric:tabular-nums}
.bar{display:block;border-radius:4px;background:var(--code)}
.patterns{position:absolute}
.fill-failed,.bar-length{fill:var(--failed)}.bar-length{fill:var(--accent)}.fill-exempted{fill:var(--exempted)}.fill-not-applicable{fill:var(--neutral)}.fill-line{fill:var(--surface);fill-opacity:.55}.fill-back{fill:var(--code)}
.bar-passed{fill:var(--passed)}.bar-failed{fill:url(#hatch)}.bar-exempted{fill:url(#dots)}.bar-not-applicable{fill:url(#lines)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(190px,45%),1fr));gap:10px 24px;margin:18px 0 0;padding-top:16px;border-top:1px solid var(--line)}
.facts dt{color:var(--muted);font-size:13px}.facts dd{margin:0;overflow-wrap:anywhere}
.steps{display:grid;grid-template-columns:repeat(3,1fr);gap:16px}
.step{border:1px solid var(--line);border-radius:10px;padding:14px 16px}.step.held{border-color:var(--passed)}
.step p{margin:2px 0 10px;color:var(--muted);font-size:13px}.step p:last-child{margin:8px 0 0}
.state{float:right;font-size:13px;font-weight:600;color:var(--muted)}.held>.state{color:var(--passed)}.broken>.state{color:var(--failed)}
.failure{border:1px solid var(--line);border-left:5px solid var(--failed);border-radius:10px;background:var(--failed-back);padding:16px 18px;break-inside:avoid}
.failure+.failure{margin-top:14px}
.failure dl{display:grid;grid-template-columns:max-content 1fr;gap:8px 18px;margin:12px 0 0}
.failure dt{color:var(--muted)}.failure dd{margin:0;min-width:0;overflow-wrap:anywhere}.failure dd p{margin:0}.failure dd p+p{color:var(--muted)}
.message{font-weight:550}
pre,code{font:13px/1.5 ui-monospace,"SFMono-Regular",Consolas,"Noto Sans Mono CJK SC",monospace}
pre{margin:0;padding:9px 12px;border-radius:8px;background:var(--code);white-space:pre-wrap;overflow-wrap:anywhere;user-select:all}
.pill{display:inline-block;border:1px solid var(--line);border-radius:999px;padding:0 9px;font-size:12px;color:var(--muted);background:var(--surface);white-space:nowrap}
.pill.failed{color:var(--failed);border-color:currentColor}.pill.exempted{color:var(--exempted);border-color:currentColor}.pill.passed{color:var(--passed)}
table{width:100%;border-collapse:collapse}th{text-align:left;color:var(--muted);font-weight:500;font-size:13px}
th,td{padding:7px 12px 7px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}tr:last-child td{border-bottom:0}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:0}
.scroll{overflow-x:auto}
details{border-top:1px solid var(--line)}details:first-of-type{border-top:0}
summary{display:grid;grid-template-columns:16px 68px minmax(90px,200px) 58px 1fr;gap:12px;align-items:center;padding:9px 0;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}summary::before{content:"▸";color:var(--muted)}details[open]>summary::before{content:"▾"}
summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
summary .id{font-weight:650;font-variant-numeric:tabular-nums}summary .count{font-variant-numeric:tabular-nums;color:var(--muted);text-align:right;white-space:nowrap}
summary .words{color:var(--muted);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-size:14px}
details[open] summary .words{white-space:normal;color:var(--ink)}
.inside{padding:0 0 14px 28px}
.slow div{display:grid;grid-template-columns:minmax(160px,2fr) 5fr 76px;gap:6px 14px;align-items:center;margin-bottom:6px}
.slow code{overflow-wrap:anywhere}.slow .number{text-align:right;font-variant-numeric:tabular-nums}
ul.plain{margin:0;padding-left:20px}
.notice{margin:0 0 10px;color:var(--muted)}
footer{margin-top:20px;color:var(--muted);font-size:13px}
@media (max-width:640px){.page{padding:0 14px 32px}.hero,section{padding:16px}h1{font-size:23px}.steps{grid-template-columns:1fr;gap:10px}
.failure dl{grid-template-columns:1fr;gap:2px}.failure dd{margin-bottom:8px}
summary{grid-template-columns:14px 60px 1fr 58px;gap:8px}summary .words{grid-column:2/-1}.inside{padding-left:0}
.slow div{grid-template-columns:1fr 70px}.slow svg{grid-column:1/-1;grid-row:2}
td,th{padding-right:8px}}
@media print{:root{color-scheme:light;--back:#fff;--surface:#fff;--ink:#000;--muted:#444;--line:#bbb;--code:#f1f1f1;--failed-back:#fff;--exempted-back:#fff;--passed:#1b7f5c;--failed:#bd2f25;--exempted:#b58105;--neutral:#8793a0;--accent:#0f4c75}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.languages{display:none}.page{max-width:none;padding:0}.hero,section{border-radius:0;padding:12px 0;border-width:1px 0 0}.hero{border-top-width:5px}body{font-size:11pt}
details:not([open])::details-content{content-visibility:visible;display:block}h2,h3{break-after:avoid}summary .words{white-space:normal}.inside td{padding-top:2px;padding-bottom:2px}.inside{padding-bottom:6px}summary{break-after:avoid}tr,.slow>*{break-inside:avoid}}
`
