import { execFile } from 'node:child_process'
import { BerthError } from '@berth/core'

export interface ProgramCall {
  readonly program: string
  readonly parameters: readonly string[]
  /** @default nothing */
  readonly input?: Uint8Array
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** Makes the error. */
  readonly failed: (problem: string) => BerthError
}

const longestOutput = 65_536

/**
 * What a program prints, run without a shell. Neither that nor its complaints go into an error: either may hold a key. Rejects with `ABORTED`
 * or with what `failed` makes.
 */
export function outputOf({ program, parameters, input, timeoutMs, signal, failed }: ProgramCall): Promise<string> {
  const settings = {
    timeout: timeoutMs,
    maxBuffer: longestOutput,
    killSignal: 'SIGKILL',
    ...(signal === undefined ? {} : { signal }),
  } as const
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...parameters], settings, (error, output) => {
      if (error === null) return resolve(output)
      if (signal?.aborted === true) return reject(new BerthError('ABORTED', { call: 'key' }))
      const problem =
        error.killed === true
          ? `over ${timeoutMs} ms or ${longestOutput} bytes`
          : `ended with ${String(error.code ?? error.signal)}`
      reject(failed(problem))
    })
    // A program that reads nothing has ended before all was written to it.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
