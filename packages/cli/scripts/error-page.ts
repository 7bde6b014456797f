import { BerthError, type ErrorCode, errorCatalogue, type Language } from '@berth/core'
import { exitCodeOf } from '../src/command/exit-code.ts'
import { messageCatalogue } from '../src/messages/catalogue.ts'

const words = {
  en: {
    title: 'Error codes',
    about:
      'Made from the catalogue in `packages/core` by `npm run docs -w packages/cli`. Do not edit. The codes are frozen within a major version; the words are not. `berth explain CODE` tells the same.',
    whose: 'Whose it is',
    action: 'What a caller does',
    next: 'Next step',
    exit: 'Exit code',
    status: 'HTTP status',
  },
  zh: {
    title: '错误码',
    about:
      '由 `npm run docs -w packages/cli` 从 `packages/core` 的目录生成，请勿手改。错误码在同一主版本内不变，措辞可以改。`berth explain 错误码` 给出同样的内容。',
    whose: '责任方',
    action: '处理方式',
    next: '下一步',
    exit: '退出码',
    status: 'HTTP 状态',
  },
} as const

/** docs/errors.md in one language. `{names}` in the texts are filled in when it happens. */
export function errorPage(language: Language): string {
  const word = words[language]
  const codes = (Object.keys(errorCatalogue) as ErrorCode[]).sort((left, right) => (left < right ? -1 : 1))
  const sections = codes.map((code) => {
    const { message, next, origin, action, status } = errorCatalogue[code]
    return [
      `## ${code}`,
      '',
      message[language].replaceAll(/\{(\w+)\}/g, '`{$1}`'),
      '',
      `- ${word.whose}: ${messageCatalogue[`origin.${origin}`][language]}`,
      `- ${word.action}: ${messageCatalogue[`action.${action}`][language]}`,
      `- ${word.next}: ${next[language].replaceAll(/\{(\w+)\}/g, '`{$1}`')}`,
      `- ${word.exit}: ${exitCodeOf(new BerthError(code))}; ${word.status}: ${status}`,
    ].join('\n')
  })
  return [`# ${word.title}`, word.about, ...sections].join('\n\n').concat('\n')
}
