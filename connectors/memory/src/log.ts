import type { Row } from '@berth/core'

/** Which rows of a table were changed: their keys, in the order of the changes, numbered from 1. */
export class MemoryLog {
  readonly #keys: Row[] = []
  #forgotten = 0

  /** The number of the last entry; 0 where there was none. */
  get end(): number {
    return this.#forgotten + this.#keys.length
  }

  /** Notes changes of the rows with these keys, cells in the order of the table's key. */
  append(keys: readonly Row[]): void {
    for (const key of keys) this.#keys.push([...key])
  }

  /** Entries behind number `after`, with their numbers; undefined where some of them are forgotten. */
  behind(after: number): { readonly number: number; readonly key: Row }[] | undefined {
    if (after < this.#forgotten) return undefined
    const start = after - this.#forgotten
    return this.#keys.slice(start).map((key, index) => ({ number: after + index + 1, key }))
  }

  /** Forgets all entries. */
  forget(): void {
    this.#forgotten = this.end
    this.#keys.length = 0
  }
}
