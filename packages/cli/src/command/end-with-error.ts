import { asBerthError } from './as-berth-error.ts'
import { exitCodeOf } from './exit-code.ts'
import { errorLines, nativeLines } from './report-error.ts'

/**
 * Prints a failure and sets the exit code. With `--json` the error goes to standard output as `{ "error": ... }`,
 * else in words to standard error.
 */
export function endWithError(failure: unknown, words: readonly string[] = process.argv.slice(2)): void {
  const error = asBerthError(failure)
  process.exitCode = exitCodeOf(error)
  if (words.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: error.toJSON() }, undefined, 2)}\n`)
    return
  }
  const lines = words.includes('--debug') ? [...errorLines(error), ...nativeLines(error)] : errorLines(error)
  process.stderr.write(`${lines.join('\n')}\n`)
}
