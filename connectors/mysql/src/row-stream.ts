import type { Wire, WireCommand, WireField } from './driver.ts'

/** A batch with long cells is given out before it is full when it holds about this much. */
const maxBatchBytes = 8 * 1024 * 1024

/** Columns that may be longer than this are measured, cell by cell. */
const longColumnBytes = 65_536

/**
 * The rows of a statement in batches, as the consumer asks for them. One batch is read ahead; then the line is paused, and
 * the server waits.
 */
export class RowStream {
  readonly #wire: Wire
  readonly #batchRows: number
  #batch: unknown[][] = []
  #ready: unknown[][][] = []
  #long: number[] = []
  #bytes = 0
  #ended = false
  #failure: unknown
  #discards = false
  #waiting: (() => void)[] = []

  constructor(wire: Wire, command: WireCommand, batchRows: number) {
    this.#wire = wire
    this.#batchRows = batchRows
    command
      .on('fields', (fields) => this.#note(fields ?? []))
      .on('result', (row) => this.#add(row))
      .on('error', (error) => this.fail(error))
      .on('end', () => this.#end())
  }

  /** Whether the server has sent its last word. */
  get ended(): boolean {
    return this.#ended
  }

  /** The next batch; undefined behind the last. Rejects with the driver's own error. */
  async next(): Promise<unknown[][] | undefined> {
    while (this.#ready.length === 0 && !this.#ended) {
      this.#wire.resume()
      await this.#news()
    }
    const batch = this.#ready.shift()
    if (batch !== undefined) {
      if (!this.#ended) this.#wire.resume()
      return batch
    }
    if (this.#failure !== undefined) throw this.#failure
    const rest = this.#batch
    this.#batch = []
    return rest.length > 0 ? rest : undefined
  }

  /** Throws away what still comes, until the server has ended. */
  async drain(): Promise<void> {
    this.#discards = true
    this.#wire.resume()
    while (!this.#ended) await this.#news()
  }

  /** Nothing more comes. */
  fail(error: unknown): void {
    this.#failure ??= error
    this.#end()
  }

  #note(fields: readonly WireField[]): void {
    this.#long = fields.flatMap(({ columnLength }, index) => (columnLength > longColumnBytes ? [index] : []))
  }

  #add(row: unknown[]): void {
    if (this.#discards) return
    this.#batch.push(row)
    for (const index of this.#long) this.#bytes += (row[index] as string | Uint8Array | null)?.length ?? 0
    if (this.#batch.length < this.#batchRows && this.#bytes < maxBatchBytes) return
    this.#ready.push(this.#batch)
    this.#batch = []
    this.#bytes = 0
    if (this.#waiting.length === 0) this.#wire.pause()
    else this.#wakeUp()
  }

  #end(): void {
    this.#ended = true
    this.#wakeUp()
  }

  #news(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(resolve))
  }

  #wakeUp(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
