import { type ChildProcess, type ExecFileException, execFile } from 'node:child_process'
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
  const told = (error: ExecFileException): BerthError => {
    if (signal?.aborted === true) return new BerthError('ABORTED', { call: 'key' })
    if (error.killed === true) return failed(`over ${timeoutMs} ms or ${longestOutput} bytes`)
    return failed(`ended with ${String(error.code ?? error.signal)}`)
  }
  return new Promise((resolve, reject) => {
    let child: ChildProcess
    try {
      child = execFile(program, [...parameters], settings, (error, output) =>
        error === null ? resolve(output) : reject(told(error)),
      )
    } catch (error) {
      // What keeps a program from being begun is thrown in part, such as ENOMEM and E2BIG.
      return reject(told(error as ExecFileException))
    }
    // A program that reads nothing has ended before all was written to it.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
