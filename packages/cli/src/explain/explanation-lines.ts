import { language } from '../messages/language.ts'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import type { Explanation } from './explanation.ts'

/** The lines that `berth explain` prints. */
export function explanationLines(explanation: Explanation): string[] {
  if ('code' in explanation) {
    const { code, message, origin, next, action, exitCode } = explanation
    return [
      `${paint('bold', code)}  ${tell(message)}`,
      `  ${say('error.whose')}  ${say(`origin.${origin}`)}`,
      `  ${say('error.next')}  ${tell(next)}`,
      `  ${say('explain.action')}  ${say(`action.${action}`)}`,
      `  ${say('explain.exit')}  ${exitCode}`,
      more(`docs/errors.md#${code.toLowerCase()}`),
    ]
  }
  if ('rule' in explanation) {
    const { rule, severity, title, message, next } = explanation
    return [
      `${paint('bold', rule)}  ${say('explain.rule')}${tell(title)}`,
      `  ${say('explain.found')}  ${say(`dev.${severity}`)}: ${tell(message)}`,
      `  ${say('error.next')}  ${tell(next)}`,
      more('docs/manifest.md'),
    ]
  }
  if ('change' in explanation) {
    const { change, class: kind, title } = explanation
    const head = `${paint('bold', change)}  ${say('explain.change')}${tell(title)}`
    return [head, `  ${say('explain.class')}  ${kind}`, more('docs/versions.md')]
  }
  if ('clause' in explanation) {
    const { clause, role, keyword, level, text, cases } = explanation
    return [
      `${paint('bold', clause)}  ${say('explain.clause')}${tell(text)}`,
      `  ${say('explain.binds')}  ${role}, ${keyword}, ${level}`,
      ...(cases.length === 0 ? [] : [`  ${say('explain.cases')}  ${cases.join(', ')}`]),
      more(`docs/contract/${role}.md`),
    ]
  }
  const { case: id, tries, text } = explanation
  return [
    `${paint('bold', id)}  ${say('explain.case')}${tell(text)}`,
    `  ${say('kit.clause')}  ${tries}   berth explain ${tries}`,
    more('docs/conformance.md'),
  ]
}

/** Where to read more, in the reader's language. */
function more(page: string): string {
  return `  ${say('error.more')}  ${language === 'zh' ? page.replace('docs/', 'docs/zh/') : page}`
}
