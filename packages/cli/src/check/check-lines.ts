import type { Finding } from '@berth/manifest'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import { shownPath } from '../output/shown-path.ts'
import type { CheckResult } from './check-docking.ts'
import type { Mismatch } from './compare-with-system.ts'

/** The lines that `berth check` prints. */
export function checkLines(result: CheckResult, file: string): string[] {
  const { findings, problems, live } = result
  const lines = [...findings.flatMap((finding) => findingLines(finding, file)), ...problems.flatMap(problemLines)]
  for (const [connection, product] of Object.entries(live ?? {}))
    lines.push(say('check.reached', { connection, product }))
  const details = { errors: result.errors + problems.length, warnings: result.warnings }
  lines.push(result.ok ? paint('green', say('check.ok', details)) : paint('red', say('check.notOk', details)))
  return lines
}

function findingLines(finding: Finding, file: string): string[] {
  const error = finding.severity === 'error'
  const severity = paint(error ? 'red' : 'yellow', say(error ? 'check.error' : 'check.warning'))
  const place = `${shownPath(file)}:${finding.line}:${finding.column}`
  return [
    `${place}  ${severity}  ${finding.rule}  ${finding.message[language]}`,
    `  ${paint('dim', finding.path)}`,
    `  ${say('error.next')}  ${finding.next[language]}`,
  ]
}

function problemLines({ path, error }: Mismatch): string[] {
  return [
    `${path}  ${paint('red', say('check.error'))}  ${error.code}  ${error.text(language)}`,
    `  ${say('error.whose')}  ${say(`origin.${error.origin}`)}`,
    `  ${say('error.next')}  ${error.next(language)}`,
  ]
}
