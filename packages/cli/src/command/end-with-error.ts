import { jsonText } from '../output/json-text.ts'
import { terminalLine } from '../output/terminal-line.ts'
import { asBerthError } from './as-berth-error.ts'
import { exitCodeOf } from './exit-code.ts'
import { errorLines, nativeLines } from './report-error.ts'

/**
 * Prints a failure and sets the exit code. With `--json` the error goes to standard output as `{ "error": ... }`,
 * else in words to standard error. `command` is the one that was run, as one types it.
 */
export function endWithError(
  failure: unknown,
  words: readonly string[] = process.argv.slice(2),
  command?: string,
): void {
  const error = asBerthError(failure)
  process.exitCode = exitCodeOf(error)
  if (words.includes('--json')) {
    process.stdout.write(`${jsonText({ error: error.toJSON() })}\n`)
    return
  }
  const told = errorLines(error, process.stderr, command)
  const lines = words.includes('--debug') ? [...told, ...nativeLines(error)] : told
  process.stderr.write(`${lines.map(terminalLine).join('\n')}\n`)
}
