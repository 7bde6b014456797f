import { describe, expect, it } from 'vitest'
import { chosenLanguage } from '../../src/messages/language.ts'

describe('chosenLanguage', () => {
  it.each([
    [['--lang', 'zh'], {}, 'zh'],
    [['check', '--lang=en'], { LANG: 'zh_CN.UTF-8' }, 'en'],
    [[], { LANG: 'zh_CN.GB18030' }, 'zh'],
    [[], { LANG: 'zh_CN.UTF-8', LC_ALL: 'C.UTF-8' }, 'en'],
    [[], { LC_MESSAGES: 'zh_TW.UTF-8', LANG: 'en_US.UTF-8' }, 'zh'],
    [[], { LC_ALL: '', LANG: 'zh_CN' }, 'zh'],
    [[], {}, 'en'],
    [['--lang', 'fr'], { LANG: 'zh_CN' }, 'zh'],
    [['lookup', '--', '--lang', 'zh'], {}, 'en'],
  ] as const)('%j with %j is %s', (words, environment, language) => {
    expect(chosenLanguage(words, environment)).toBe(language)
  })
})
