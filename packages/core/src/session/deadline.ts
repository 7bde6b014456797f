import { BerthError } from '../errors/berth-error.ts'

/** What a call may take, and who may end it. */
export interface Deadline {
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
}

/**
 * Runs one call under a deadline. Ends with `timedOut()` when the time is over and with `ABORTED` when the signal
 * aborts, whether or not `run` obeys the signal it is given; a result that comes too late is handed to `late`.
 */
export function withDeadline<Result>(
  call: string,
  deadline: Deadline,
  timedOut: () => BerthError,
  run: (signal: AbortSignal) => Promise<Result>,
  late?: (result: Result) => void,
): Promise<Result> {
  const outer = deadline.signal
  if (outer?.aborted === true) return Promise.reject(new BerthError('ABORTED', { call }))
  return new Promise<Result>((resolve, reject) => {
    const controller = new AbortController()
    let over = false
    const finish = (): boolean => {
      if (over) return false
      over = true
      clearTimeout(timer)
      outer?.removeEventListener('abort', onAbort)
      return true
    }
    const giveUp = (error: BerthError): void => {
      if (!finish()) return
      controller.abort(error)
      reject(error)
    }
    const onAbort = (): void => giveUp(new BerthError('ABORTED', { call }))
    const timer = setTimeout(() => giveUp(timedOut()), deadline.timeoutMs)
    outer?.addEventListener('abort', onAbort, { once: true })
    run(controller.signal).then(
      (result) => {
        if (finish()) resolve(result)
        else late?.(result)
      },
      (error: unknown) => {
        if (finish()) reject(error)
      },
    )
  })
}
