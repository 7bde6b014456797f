import { SingleBar } from 'cli-progress'
import { say } from '../messages/say.ts'

/** Shows how far something is, on standard error. */
export interface Progress {
  /** Sets what is done. `total` where it has become known. */
  update(done: number, total?: number): void
  end(): void
}

export interface ProgressSettings {
  readonly label: string
  /** What is counted, in the user's language. */
  readonly unit: string
  /** `false` prints nothing: with `--json`. */
  readonly shown: boolean
}

/** Between two plain lines, where there is no terminal. */
const lineEveryMs = 10_000

/** A bar with the rate on a terminal; a plain line now and then otherwise. */
export function startProgress(settings: ProgressSettings): Progress {
  if (!settings.shown) return { update: () => undefined, end: () => undefined }
  return process.stderr.isTTY ? bar(settings) : lines(settings)
}

function bar(settings: ProgressSettings): Progress {
  const rate = rateMeter()
  const shape = new SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    // Whatever ends the process leaves the terminal as it was.
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
    format: (_options, state) => {
      const line = told(settings, state.value, state.total, rate)
      if (state.total === 0) return line
      const filled = Math.round(Math.min(1, state.value / state.total) * 30)
      return `${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${line}`
    },
  })
  shape.start(0, 0)
  return {
    update(done, total) {
      if (total !== undefined) shape.setTotal(total)
      shape.update(done)
    },
    end: () => shape.stop(),
  }
}

function lines(settings: ProgressSettings): Progress {
  const rate = rateMeter()
  let next = performance.now() + lineEveryMs
  return {
    update(done, total) {
      const speed = rate(done)
      if (performance.now() < next) return
      next = performance.now() + lineEveryMs
      process.stderr.write(`${told(settings, done, total ?? 0, () => speed)}\n`)
    },
    end: () => undefined,
  }
}

/** What is done a second, counted from the first time it is asked: what an interrupted run did before does not count. */
function rateMeter(): (done: number) => string {
  let first: { readonly done: number; readonly at: number } | undefined
  return (done) => {
    const at = performance.now()
    first ??= { done, at }
    const seconds = (at - first.at) / 1000
    return seconds < 0.5 ? '…' : Math.round((done - first.done) / seconds).toLocaleString('en')
  }
}

function told(settings: ProgressSettings, done: number, total: number, rate: (done: number) => string): string {
  const count = done.toLocaleString('en') + (total === 0 ? '' : ` / ${total.toLocaleString('en')}`)
  return say('progress.line', { label: settings.label, count, unit: settings.unit, rate: rate(done) })
}

/** The progress of several things, one after the other, each under its label. */
export interface ProgressOfEach extends Disposable {
  update(label: string, done: number): void
  /** Ends the one that is shown. */
  end(): void
}

/** Shows one progress at a time; a new one begins with the first update after an end. */
export function progressOfEach(settings: Omit<ProgressSettings, 'label'>): ProgressOfEach {
  let current: Progress | undefined
  const end = (): void => {
    current?.end()
    current = undefined
  }
  return {
    update(label, done) {
      current ??= startProgress({ ...settings, label })
      current.update(done)
    },
    end,
    [Symbol.dispose]: end,
  }
}
