import type { BerthError, ErrorCode, FaultOrigin, LocalizedText } from '@berth/core'
import { errorOf, type LogDestination, recordOf } from '../output/log-lines.ts'

/** An error as the page shows it. */
export interface ErrorView {
  readonly code: ErrorCode
  readonly origin: FaultOrigin
  readonly text: Required<LocalizedText>
  readonly next: Required<LocalizedText>
}

/** An error that happened while the docking was served. */
export interface RecentError extends ErrorView {
  readonly at: string
  /** What was being done, as the log calls it. */
  readonly about: string
  /** How often in a row. */
  readonly times: number
}

const maxKept = 50

/** An error in both languages. */
export function errorView(error: BerthError): ErrorView {
  const { code, origin } = error
  return {
    code,
    origin,
    text: { zh: error.text('zh'), en: error.text('en') },
    next: { zh: error.next('zh'), en: error.next('en') },
  }
}

/** The last errors of the agent and of questions at the page, in memory only. Errors hold no values (SEC-2). */
export class RecentErrors {
  #errors: readonly RecentError[] = []
  readonly #onChange: (error: BerthError, about: string) => void

  /** @param onChange called with an error that is not the one before again */
  constructor(onChange: (error: BerthError, about: string) => void) {
    this.#onChange = onChange
  }

  /** The newest first. */
  get list(): readonly RecentError[] {
    return this.#errors
  }

  add(error: BerthError, about: string): void {
    const at = new Date().toISOString()
    const view = errorView(error)
    const [last, ...rest] = this.#errors
    if (last?.about === about && last.code === view.code && last.text.en === view.text.en) {
      this.#errors = [{ ...last, at, times: last.times + 1 }, ...rest]
      return
    }
    this.#errors = [{ ...view, at, about, times: 1 }, ...this.#errors].slice(0, maxKept)
    this.#onChange(error, about)
  }

  /** Takes the agent's log and keeps what in it is an error. */
  get destination(): LogDestination {
    return {
      write: (line) => {
        const record = recordOf(line)
        const error = record === undefined ? undefined : errorOf(record)
        if (error !== undefined) this.add(error, String(record?.['task'] ?? record?.['route'] ?? record?.['msg'] ?? ''))
      },
    }
  }
}
