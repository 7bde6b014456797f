import { formatFindings } from '@berth/manifest'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { colourful, paint } from '../output/paint.ts'
import type { CheckedDocking } from './check-docking.ts'
import type { Mismatch } from './compare-with-system.ts'

/** The lines that `berth check` prints. */
export function checkLines({ result, source }: CheckedDocking): string[] {
  const { findings, problems, live } = result
  const lines = findings.length === 0 ? [] : [formatFindings(findings, language, { source, color: colourful() })]
  lines.push(...problems.flatMap(problemLines))
  for (const [connection, product] of Object.entries(live ?? {})) {
    lines.push(say('check.reached', { connection, product }))
  }
  const details = { errors: result.errors + problems.length, warnings: result.warnings }
  lines.push(result.ok ? paint('green', say('check.ok', details)) : paint('red', say('check.notOk', details)))
  return lines
}

function problemLines({ path, error }: Mismatch): string[] {
  return [
    `${path}  ${paint('red', say('check.error'))}  ${error.code}  ${error.text(language)}`,
    `  ${say('error.whose')}  ${say(`origin.${error.origin}`)}`,
    `  ${say('error.next')}  ${error.next(language)}`,
  ]
}
