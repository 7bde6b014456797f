import type { DefaultTheme } from 'vitepress'

/** The words of the pages' own frame. */
export const chineseTheme: DefaultTheme.Config = {
  outline: { level: [2, 3], label: '本页内容' },
  docFooter: { prev: '上一页', next: '下一页' },
  darkModeSwitchLabel: '深浅',
  lightModeSwitchTitle: '浅色',
  darkModeSwitchTitle: '深色',
  sidebarMenuLabel: '目录',
  returnToTopLabel: '回到顶部',
  langMenuLabel: '语言',
  skipToContentLabel: '跳到正文',
  notFound: { title: '没有这一页', quote: '地址可能写错了，或这一页已改名。', linkLabel: '回首页', linkText: '回首页' },
}

/** The words of the search. */
export const chineseSearch: Partial<Omit<DefaultTheme.LocalSearchOptions, 'locales'>> = {
  translations: {
    button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
    modal: {
      displayDetails: '显示详情',
      resetButtonTitle: '清空',
      backButtonTitle: '关闭',
      noResultsText: '没有找到',
      footer: {
        selectText: '打开',
        selectKeyAriaLabel: '回车',
        navigateText: '移动',
        navigateUpKeyAriaLabel: '上',
        navigateDownKeyAriaLabel: '下',
        closeText: '关闭',
        closeKeyAriaLabel: 'Esc',
      },
    },
  },
}
