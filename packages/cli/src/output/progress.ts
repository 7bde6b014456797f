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
  const started = performance.now()
  const shape = new SingleBar({
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
    format: (_options, state) => {
      const line = told(settings, state.value, state.total, started)
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
  const started = performance.now()
  let next = started + lineEveryMs
  return {
    update(done, total) {
      if (performance.now() < next) return
      next = performance.now() + lineEveryMs
      process.stderr.write(`${told(settings, done, total ?? 0, started)}\n`)
    },
    end: () => undefined,
  }
}

function told(settings: ProgressSettings, done: number, total: number, started: number): string {
  const seconds = (performance.now() - started) / 1000
  const rate = seconds < 0.5 ? '…' : Math.round(done / seconds).toLocaleString('en')
  const count = done.toLocaleString('en') + (total === 0 ? '' : ` / ${total.toLocaleString('en')}`)
  return say('progress.line', { label: settings.label, count, unit: settings.unit, rate })
}
