import type { ChangeBatch, Row } from '@berth/core'
import { expectEqual, expectSameRows, expectThat } from '../run/expect.ts'

/** What a receiver of changes has when it does what each batch tells it, by key. */
export class Replica {
  readonly #key: readonly number[]
  readonly #rows: Map<string, Row>

  /** `key` is the positions of the key in a row. */
  constructor(key: readonly number[], rows: ReadonlyMap<string, Row> = new Map()) {
    this.#key = key
    this.#rows = new Map(rows)
  }

  /** The same rows once more, to go another way from here. */
  copy(): Replica {
    return new Replica(this.#key, this.#rows)
  }

  /** Does what the batches tell, and checks their form. */
  take(batches: readonly ChangeBatch[], batchRows: number): this {
    for (const { rows, kinds, cursor } of batches) {
      expectThat(rows.length > 0 && rows.length <= batchRows, `a batch has ${rows.length} rows, ${batchRows} asked for`)
      expectThat(cursor !== '', 'a batch of changes has no cursor')
      if (kinds !== undefined) expectEqual(kinds.length, rows.length, 'kinds of a batch')
      for (const [index, row] of rows.entries()) this.#apply(row, kinds?.[index] ?? 'upsert')
    }
    return this
  }

  #apply(row: Row, kind: 'upsert' | 'delete'): void {
    const name = JSON.stringify(this.#key.map((position) => row[position]))
    if (kind === 'upsert') {
      this.#rows.set(name, row)
      return
    }
    const others = row.filter((_, position) => !this.#key.includes(position))
    expectThat(
      others.every((cell) => cell === null),
      'a deleted row has cells besides its key',
    )
    expectThat(!name.includes('null'), 'a deleted row has no key')
    this.#rows.delete(name)
  }

  /** Fails unless these are the rows. */
  expectRows(rows: readonly Row[], what: string): void {
    expectSameRows([...this.#rows.values()], rows, what)
  }
}
