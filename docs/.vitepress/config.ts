import { type DefaultTheme, defineConfig } from 'vitepress'
import { anchorOf } from './anchor.ts'
import { chineseSearch, chineseTheme } from './chinese.ts'
import { sitePath } from './pages.ts'
import { placeholderBase } from './portable.ts'
import { sidebar } from './sidebar.ts'
import { tokenize, tokenizeQuestion } from './tokenize.ts'

type Language = 'en' | 'zh'

function sidebarOf(language: Language): DefaultTheme.SidebarItem[] {
  return sidebar.map((group) => ({
    text: group[language],
    items: Object.entries(group.pages).map(([page, title]) => ({
      text: title[language],
      link: `${language === 'zh' && page !== 'decisions/README' ? '/zh' : ''}/${sitePath(`docs/${page}.md`).replace(/(?:index)?\.md$/, '')}`,
    })),
  }))
}

const shortcuts: readonly (readonly [page: string, en: string, zh: string])[] = [
  ['operate', 'Operate', '运行'],
  ['errors', 'Errors', '错误码'],
  ['cli', 'Commands', '命令'],
]

function navigation(language: Language): DefaultTheme.NavItem[] {
  const prefix = language === 'zh' ? '/zh' : ''
  return shortcuts.map(([page, en, zh]) => ({ text: language === 'zh' ? zh : en, link: `${prefix}/${page}` }))
}

/** On the first visit, and never again: to the Chinese pages where the browser asks for Chinese. */
const firstVisit = `try{if(!localStorage.getItem('berth-visited')){localStorage.setItem('berth-visited','1')
if(new RegExp('^'+window.berthBase+'(index[.]html)?$').test(location.pathname)&&/^zh/i.test(navigator.language))location.replace(window.berthBase+'zh/')}}catch{}`

export default defineConfig({
  title: 'Berth 泊位',
  description: 'Docks a legacy system to the unified government-service platform',
  base: placeholderBase,
  cleanUrls: false,
  lastUpdated: false,
  metaChunk: true,
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    ['script', {}, firstVisit],
  ],
  markdown: {
    anchor: { slugify: anchorOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
    config: ({ renderer }) => {
      // The pages hold no programs: two braces in them are two braces.
      for (const rule of ['text', 'code_inline'] as const) {
        const plain = renderer.rules[rule]
        renderer.rules[rule] = (...given) => (plain?.(...given) ?? '').replaceAll('{{', '&#123;&#123;')
      }
    },
  },
  vite: { esbuild: { tsconfigRaw: '{}' }, build: { chunkSizeWarningLimit: 4000 } },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      themeConfig: { nav: navigation('en'), sidebar: sidebarOf('en'), outline: { level: [2, 3] } },
    },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      link: '/zh/',
      title: '泊位 Berth',
      description: '把各部门的老系统接入统一政务服务平台',
      themeConfig: { nav: navigation('zh'), sidebar: sidebarOf('zh'), ...chineseTheme },
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: { zh: chineseSearch },
        miniSearch: {
          options: { tokenize },
          searchOptions: {
            tokenize: tokenizeQuestion,
            combineWith: 'AND',
            prefix: true,
            fuzzy: 0.1,
            boost: { title: 4, text: 2, titles: 1 },
          },
        },
      },
    },
  },
})
