import { say } from '../messages/say.ts'

/** Ctrl-C and SIGTERM as an abort signal. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal
}

/**
 * Turns the first SIGINT or SIGTERM into an abort, so that a command ends in good order, and the second into an end
 * at once with exit code 8. Whoever takes one disposes of it when the work is done.
 */
export function catchInterruption(): Interruption {
  const controller = new AbortController()
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(8)
    process.stderr.write(`\n${say('interruption.first')}\n`)
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    },
  }
}
