/** The pages' own style: no fonts, images or rules from elsewhere. */
export const style = `:root {
  --ink: #1b2733; --muted: #56677a; --line: #dde4ec; --ground: #f4f7fa; --paper: #fff;
  --brand: #0d3b66; --link: #0b5cad; --focus: #f2a900;
  font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif;
  color: var(--ink); background: var(--ground);
}
* { box-sizing: border-box; }
body { margin: 0; }
a { color: var(--link); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.wide { max-width: 1160px; margin: 0 auto; padding: 0 24px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--paper); padding: 8px 12px; z-index: 1; }
.bar { background: var(--brand); color: #fff; }
.bar .wide { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 24px; min-height: 60px; }
.bar a { color: #fff; text-decoration: none; }
.brand { display: flex; align-items: center; gap: 12px; font-size: 1.1rem; font-weight: 600; letter-spacing: .02em; }
.brand img { display: block; }
.bar nav { display: flex; gap: 4px; }
.bar nav a { padding: 16px 14px 13px; border-bottom: 3px solid transparent; }
.bar nav a:hover, .bar nav a[aria-current] { border-bottom-color: var(--focus); }
.bar nav .language { margin-left: 12px; opacity: .9; }
main.wide { padding-top: 28px; padding-bottom: 40px; min-height: 70vh; }
h1 { font-size: 1.7rem; line-height: 1.3; margin: 0 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 32px 0 12px; }
.muted, .path, .count, footer { color: var(--muted); font-weight: 400; font-size: .92rem; }
.path { margin: 0 0 8px; }
.lead { color: var(--muted); max-width: 70ch; margin: 0 0 20px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.search label { display: block; font-weight: 600; margin-bottom: 6px; }
.field { display: flex; gap: 10px; max-width: 720px; }
.field input[type=search] { flex: 1; min-width: 0; font: inherit; padding: 10px 14px; border: 1px solid #8796a6; border-radius: 6px; background: var(--paper); color: inherit; }
.field button { font: inherit; font-weight: 600; padding: 10px 26px; border: 0; border-radius: 6px; background: var(--link); color: #fff; cursor: pointer; }
.field button:hover { background: var(--brand); }
.count { margin: 18px 0 10px; }
.entries { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.entries .card { padding: 16px 20px; }
.entries .head { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; justify-content: space-between; }
.entries h2 { margin: 0; font-size: 1.12rem; overflow-wrap: anywhere; }
.entries h2 a { text-decoration: none; }
.entries h2 a:hover { text-decoration: underline; }
.tags { margin: 0; display: flex; gap: 6px; }
.summary { margin: 6px 0 0; overflow-wrap: anywhere; }
.facts { margin: 8px 0 0; color: var(--muted); font-size: .9rem; display: flex; flex-wrap: wrap; gap: 2px 22px; }
.tag { display: inline-block; padding: 1px 9px; border-radius: 4px; font-size: .85rem; background: #e8eef4; color: #2c3e50; white-space: nowrap; max-width: 100%; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; }
.tag.unconditional, .tag.answered, .tag.delivered, .tag.accepted, .tag.grade-1 { background: #dff2e6; color: #14532d; }
.tag.conditional, .tag.grade-2, .tag.grade-3 { background: #fdf0d0; color: #6b4300; }
.tag.none, .tag.refused, .tag.failed, .tag.grade-4, .tag.grade-important, .tag.grade-core { background: #fbe3e1; color: #8a1c13; }
.tag.grade-none { background: #e6e6e6; color: #444; }
.tag.operation { background: #e3e6fb; color: #2d2f87; }
.tag.resource { background: #dcecfb; color: #0b4a86; }
.notice { background: #fdf0d0; color: #6b4300; padding: 8px 14px; border-radius: 6px; display: inline-block; }
.facts-list { margin: 0; padding: 8px 20px; }
.facts-list div { display: grid; grid-template-columns: 9rem 1fr; gap: 4px 16px; padding: 7px 0; border-top: 1px solid var(--line); }
.facts-list div:first-child { border-top: 0; }
.facts-list dt { color: var(--muted); }
.facts-list dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; padding: 9px 14px; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; background: #eaf0f6; color: #33475b; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; min-width: 8rem; }
.receipts tbody th { min-width: 0; }
.receipts th, .receipts td { padding: 8px 10px; }
td { white-space: nowrap; }
.semantics { display: block; font-weight: 400; color: var(--muted); font-size: .85rem; max-width: 36ch; white-space: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
code { font: .9em ui-monospace, "SFMono-Regular", Consolas, monospace; color: #3a4a5a; }
.code { display: block; font-size: .75rem; color: #8a1c13; }
.versions { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px 28px; }
.versions time { color: var(--muted); font-size: .9rem; }
.versions a[aria-current] { font-weight: 700; color: inherit; text-decoration: none; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0; }
.tiles .card { padding: 14px 18px; border-left: 4px solid #1f7a45; }
.tiles .refused, .tiles .failed { border-left-color: #b3261e; }
.tiles dt { color: var(--muted); font-size: .92rem; }
.tiles dd { margin: 0; font-size: 1.8rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.pager { display: flex; gap: 18px; justify-content: center; margin-top: 20px; }
footer.wide { padding-bottom: 24px; }
@media (max-width: 640px) { .facts-list div { grid-template-columns: 1fr; gap: 0; } .wide { padding: 0 16px; } }
`

/** A ship at its berth. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#f2a900"/><path d="M6 18h20l-3.2 7H9.2z" fill="#0d3b66"/><path d="M15 6h2v10h-2zM18 8l6 7h-6zM14 9v6H8z" fill="#0d3b66"/></svg>
`
