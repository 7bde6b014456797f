import type { Language } from '@berth/core'
import { type Html, html } from './html.ts'
import { words } from './words.ts'

/** One page, without its frame. */
export interface Page {
  readonly language: Language
  /** The same page in the other language. */
  readonly switchTo: string
  readonly current: 'catalogue' | 'receipts'
  readonly title: string
  readonly body: Html
}

/** Puts a page into its frame. */
export function layout(page: Page): string {
  const { language, current, title, body } = page
  const say = words[language]
  const other = language === 'zh' ? 'en' : 'zh'
  const suffix = language === 'zh' ? '' : '?lang=en'
  const mark = (name: Page['current']): Html => (name === current ? html` aria-current="page"` : html``)
  return `<!doctype html>\n${
    html`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${say.platform}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#content">${say.skip}</a>
<header class="bar">
<div class="wide">
<a class="brand" href="/${suffix}"><img src="/icon.svg" alt="" width="28" height="28"><span>${say.platform}</span></a>
<nav aria-label="${say.platform}">
<a href="/${suffix}"${mark('catalogue')}>${say.catalogue}</a>
<a href="/receipts${suffix}"${mark('receipts')}>${say.receipts}</a>
<a class="language" href="${page.switchTo}" lang="${other === 'zh' ? 'zh-CN' : 'en'}" hreflang="${other}">${say.otherLanguage}</a>
</nav>
</div>
</header>
<main id="content" class="wide">
${body}
</main>
<footer class="wide"><p>Berth 泊位</p></footer>
</body>
</html>
`.html
  }`
}
