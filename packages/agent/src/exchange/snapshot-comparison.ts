import type { Field, Row } from '@berth/core'
import type { Item } from '@berth/manifest'
import type { RejectedRow } from '../plan/plan.ts'
import { keyOfText, keyText } from '../snapshot/key-text.ts'
import type { KeyedDigest } from '../snapshot/keyed-digest.ts'
import type { Snapshot } from '../snapshot/open-snapshot.ts'
import { SeenEntries } from '../snapshot/seen-entries.ts'
import type { EntryChange, KnownEntry } from '../snapshot/snapshot-store.ts'
import type { KeyPlan, PlannedKeys } from './key-plan.ts'

/** A row that is new, or not as it was told. */
export interface ChangedRow {
  /** In its batch. */
  readonly index: number
  readonly digest: string
  /** Of its key. */
  readonly name: string
  readonly text: string
  readonly known: KnownEntry | undefined
}

/** What a comparison found in a batch. */
export interface Compared extends Pick<PlannedKeys, 'rejects' | 'warnings'> {
  readonly changed: readonly ChangedRow[]
}

/** A row that is gone. */
export interface GoneRow {
  readonly entry: number
  readonly key: Row
}

const noRejects: Pick<PlannedKeys, 'rejects' | 'warnings'> = { rejects: [], warnings: [] }
const numbersAtOnce = 10_000

/**
 * One comparison of a table with what a target was told of it. A row whose cells are as they were is found by their digest
 * among those that are expected next; only others are looked up by their key.
 */
export class SnapshotComparison {
  readonly #snapshot: Snapshot
  readonly #cells: KeyedDigest
  readonly #keys: KeyPlan
  readonly #items: readonly Item[]
  readonly #seen = new SeenEntries()
  /** Entries of rows that come while it runs have greater numbers. */
  readonly #lastEntry: number
  #at = 0

  /** `items` are those of the key; `meaning` says what rows become at the target. The store is at rest. */
  constructor(snapshot: Snapshot, keys: KeyPlan, items: readonly Item[], meaning: string) {
    this.#snapshot = snapshot
    this.#cells = snapshot.cells(meaning)
    this.#keys = keys
    this.#items = items
    this.#lastEntry = snapshot.store.lastEntry()
  }

  /** Finds the rows that changed, and takes note that all of them are there. */
  compare(fields: readonly Field[], rows: readonly Row[]): Compared {
    const { store, names } = this.#snapshot
    const digests = rows.map((row) => this.#cells.digest(cellsText(row)))
    const expected = store.expected(this.#at, rows.length + Math.ceil(rows.length / 4))
    const others: number[] = []
    let at = this.#at
    for (const [index, digest] of digests.entries()) {
      const entry = expected.get(digest)
      if (entry === undefined || this.#seen.has(entry)) others.push(index)
      else {
        this.#seen.add(entry)
        at = entry
      }
    }
    const changed: ChangedRow[] = []
    let planned: Pick<PlannedKeys, 'rejects' | 'warnings'> = noRejects
    if (others.length > 0) {
      const { keys, rejects, warnings } = this.#keys.run(
        fields,
        others.map((index) => rows[index] as Row),
      )
      planned = { rejects: rejects.map((each) => ({ ...each, row: others[each.row] as number })), warnings }
      let found = 0
      for (const [place, key] of keys.entries()) {
        if (key === undefined) continue
        const index = others[place] as number
        const [text, digest] = [keyText(key), digests[index] as string]
        const name = names.digest(text)
        const known = store.find(name)
        if (known !== undefined) {
          this.#seen.add(known.number)
          found = known.number
        }
        if (known?.digest !== digest) changed.push({ index, digest, name, text, known })
      }
      if (at === this.#at && found > 0) at = found
    }
    this.#at = at
    return { ...planned, changed }
  }

  /** Takes note that rows are there, whatever is in them: those that cannot be read as a whole. */
  note(fields: readonly Field[], rows: readonly Row[]): void {
    for (const key of this.#keys.run(fields, rows).keys) {
      const known = key === undefined ? undefined : this.#snapshot.store.find(this.#snapshot.names.digest(keyText(key)))
      if (known !== undefined) this.#seen.add(known.number)
    }
  }

  /** What a batch of changed rows changes in the store, those that the plan left out apart. */
  changes(changed: readonly ChangedRow[], rejects: readonly RejectedRow[]): EntryChange[] {
    const left = new Set(rejects.map(({ row }) => row))
    const told = changed.filter((_, row) => !left.has(row))
    const fresh = told.filter(({ known }) => known === undefined)
    const sealed = this.#snapshot.sealing.seal(
      fresh.map(({ text }) => text),
      fresh.map(({ name }) => name),
    )
    let next = 0
    const changes = told.map(({ known, name, digest }, place): EntryChange => {
      if (known !== undefined) return { place, entry: known.number, digest }
      return { place, name, digest, sealed: sealed[next++] as Uint8Array }
    })
    // What the target has of a row that is left out stays there, and the row is tried again.
    for (const row of left) {
      const known = changed[row]?.known
      if (known !== undefined && known.digest !== '') changes.push({ place: -1, entry: known.number, digest: '' })
    }
    return changes
  }

  /** Whether there may be rows that are gone. */
  anyGone(): boolean {
    return this.#seen.count < this.#snapshot.store.countUpTo(this.#lastEntry)
  }

  /** The rows that were not seen, in batches. To be asked for when everything was read. */
  *gone(batchRows: number): Iterable<readonly GoneRow[]> {
    const { store } = this.#snapshot
    let batch: GoneRow[] = []
    for (let behind = 0; ; ) {
      const numbers = store.numbers(behind, this.#lastEntry, numbersAtOnce)
      for (const number of numbers) {
        if (this.#seen.has(number)) continue
        batch.push({ entry: number, key: this.#keyOf(number) })
        if (batch.length < batchRows) continue
        yield batch
        batch = []
      }
      behind = numbers.at(-1) ?? 0
      if (numbers.length < numbersAtOnce) break
    }
    if (batch.length > 0) yield batch
  }

  #keyOf(number: number): Row {
    const { store, sealing } = this.#snapshot
    const entry = store.entry(number)
    const text = entry === undefined ? undefined : sealing.open(entry.sealed, entry.name)
    if (text === undefined) throw store.corrupt('seal broken')
    return keyOfText(
      text,
      this.#items.map(({ type }) => type),
    )
  }
}

function cellsText(row: Row): string {
  return row.some((cell) => cell instanceof Uint8Array)
    ? JSON.stringify(row.map((cell) => (cell instanceof Uint8Array ? [Buffer.from(cell).toString('base64')] : cell)))
    : JSON.stringify(row)
}
