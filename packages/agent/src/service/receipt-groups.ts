import { BerthError, type Receipt, type ReceiptEntry } from '@berth/core'
import type { AcceptedOperation, StatePort } from '../state/state-port.ts'

interface Waiting {
  readonly entry: ReceiptEntry
  readonly operation: AcceptedOperation | undefined
  readonly resolve: (receipt: Receipt) => void
  readonly reject: (error: unknown) => void
}

/** Requests under way from which on a receipt waits a moment for others. */
const busyFrom = 8
/** The longest it waits. */
const maxPatienceMs = 10

/**
 * Writes the receipts of requests, each before its answer leaves (LOG-1), many in one commit: a commit waits for the
 * disk, and with one for each request that wait would be most of the work.
 *
 * With few requests under way a receipt is written in the turn of the event loop it comes in. With many it waits as
 * long as the last commit took, or until every request under way has come with its own.
 */
export class ReceiptGroups {
  readonly #state: StatePort
  #waiting: Waiting[] = []
  #underWay = 0
  #lastCommitMs = 1
  #timer: NodeJS.Timeout | undefined
  #turn: NodeJS.Immediate | undefined

  constructor(state: StatePort) {
    this.#state = state
  }

  /** Counts a request as under way for as long as `run` takes. */
  async during<Result>(run: () => Promise<Result>): Promise<Result> {
    this.#underWay++
    try {
      return await run()
    } finally {
      this.#underWay--
      if (this.#waiting.length > 0) this.#schedule()
    }
  }

  /** Writes one receipt, with the operation it is about where there is one. Rejects as `StatePort.commit` does. */
  write(entry: ReceiptEntry, operation?: AcceptedOperation): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, operation, resolve, reject })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#underWay < busyFrom || this.#waiting.length >= this.#underWay) {
      this.#turn ??= setImmediate(() => void this.#flush())
    } else {
      this.#timer ??= setTimeout(() => void this.#flush(), Math.min(maxPatienceMs, this.#lastCommitMs))
    }
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#timer)
    clearImmediate(this.#turn)
    this.#timer = undefined
    this.#turn = undefined
    // A commit pairs operations with receipts by position: those with an operation stand first.
    const group = [...this.#waiting.filter(hasOperation), ...this.#waiting.filter((each) => !hasOperation(each))]
    this.#waiting = []
    const begun = performance.now()
    try {
      const operations = group.flatMap(({ operation }) => operation ?? [])
      const receipts = await this.#state.commit({
        receipts: group.map(({ entry }) => entry),
        ...(operations.length === 0 ? {} : { operations }),
      })
      this.#lastCommitMs = performance.now() - begun
      for (const [index, { resolve, reject }] of group.entries()) {
        const receipt = receipts[index]
        if (receipt === undefined) reject(new BerthError('INTERNAL', { subject: 'a commit without its receipt' }))
        else resolve(receipt)
      }
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
}

function hasOperation({ operation }: Waiting): boolean {
  return operation !== undefined
}
