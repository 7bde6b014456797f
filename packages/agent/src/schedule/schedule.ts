import { setTimeout as wait } from 'node:timers/promises'

/** Something to be done again and again. */
export interface ScheduledTask {
  /** Names it in `onFailure`. */
  readonly name: string
  /** From the end of one run to the beginning of the next, at most 24 days. */
  readonly everyMs: number
  /** Ends soon when the signal aborts. */
  run(signal: AbortSignal): Promise<void>
}

export interface ScheduleOptions {
  /** Ends every task; a run under way is waited for. */
  readonly signal: AbortSignal
  /** Told of each run that rejects; the task goes on with its next. */
  readonly onFailure: (task: string, error: unknown) => void
  /**
   * The longest wait after failures in a row: it begins with a second and doubles, and is never longer than `everyMs`.
   * @default 300000
   */
  readonly maxRetryMs?: number
  /** How long the system is still closed, in milliseconds; no run begins before it is 0. @default always 0 */
  readonly closedForMs?: () => number
}

/** The longest pause before the clock is asked again: it may be set, and the machine may sleep. */
const longestPauseMs = 60_000

/**
 * Runs each task at once and then again and again, one run of a task at a time, tasks beside each other. After a
 * failure a task is tried again sooner than its time: what waits for an outage to end goes out soon after. While the
 * system is closed nothing runs; what is under way goes on.
 *
 * Resolves when the signal has aborted and every run has ended. Never rejects.
 */
export async function runSchedule(tasks: readonly ScheduledTask[], options: ScheduleOptions): Promise<void> {
  await Promise.all(tasks.map((task) => repeat(task, options)))
}

async function repeat(
  task: ScheduledTask,
  { signal, onFailure, maxRetryMs = 300_000, closedForMs = () => 0 }: ScheduleOptions,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const closedMs = closedForMs()
    if (closedMs > 0) {
      await pause(Math.min(closedMs, longestPauseMs), signal)
      continue
    }
    try {
      await task.run(signal)
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures++
      onFailure(task.name, error)
    }
    const retryMs = Math.min(maxRetryMs, 500 * 2 ** Math.min(failures, 20))
    const pauseMs = failures === 0 ? task.everyMs : Math.min(task.everyMs, retryMs)
    await pause(pauseMs, signal)
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => undefined)
}
