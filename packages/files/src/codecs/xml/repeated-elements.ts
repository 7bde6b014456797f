import type { PathGroup } from './xml-paths.ts'

/** Stands in a list for a value that an element does not have where others like it do. */
export interface Absence {
  readonly group: number
}

/** What was found for a column of one record; null: nothing, or an element that is nil. */
export type FoundText = string | null | readonly (string | null | Absence)[]

type ListedText = string | null | Absence
type Found = string | null | ListedText[]

/** What stood in the columns of a group when an element of it was opened. */
export type GroupStart = readonly number[]

/**
 * Keeps the values of elements that repeat in one record together: of each such element every list has as many values, a null where it
 * has none, so that the first values of two lists belong to the first element. Where that cannot be, the record is refused.
 */
export class RepeatedElements {
  readonly #groups: readonly PathGroup[]
  readonly #texts: Found[]
  /** By group: how many elements there were, from which of them the values come that are no lists, and a column that is out of step. */
  readonly #seen: number[]
  readonly #plainFrom: number[]
  readonly #outOfStep: (number | undefined)[]

  constructor(groups: readonly PathGroup[], columns: number) {
    this.#groups = groups
    this.#texts = Array.from({ length: columns }, () => null)
    this.#seen = groups.map(() => 0)
    this.#plainFrom = groups.map(() => 0)
    this.#outOfStep = groups.map(() => undefined)
  }

  get texts(): readonly FoundText[] {
    return this.#texts
  }

  /** False: the column has a value already, and is no list. */
  put(column: number, text: string | null, isList: boolean): boolean {
    const before = this.#texts[column]
    if (!isList) {
      this.#texts[column] = text
      return before === null
    }
    if (Array.isArray(before)) before.push(text)
    else this.#texts[column] = [text]
    return true
  }

  /** An element of a group begins; `close` is to be given what this says. */
  open({ lists, plain }: PathGroup): GroupStart {
    return [...lists, ...plain].map((column) => this.#count(column))
  }

  close({ number, lists, plain }: PathGroup, start: GroupStart): void {
    const element = (this.#seen[number] ?? 0) + 1
    this.#seen[number] = element
    const counts = lists.map((column, index) => this.#count(column) - (start[index] ?? 0))
    const most = Math.max(1, ...counts)
    lists.forEach((column, index) => {
      if (counts[index] === most || lists.length === 1) return
      if (counts[index] === 0 && most === 1) this.#absent(column, number)
      else this.#outOfStep[number] ??= lists[counts.indexOf(most)]
    })
    plain.forEach((column, index) => {
      if (this.#count(column) === (start[lists.length + index] ?? 0)) return
      const from = this.#plainFrom[number] ?? 0
      if (lists.length > 0 || (from > 0 && from !== element)) this.#outOfStep[number] ??= column
      this.#plainFrom[number] = element
    })
  }

  /** A column whose values cannot be told apart. An element that is there once has all values of its lists for itself. */
  outOfStep(): number | undefined {
    return this.#outOfStep.find((column, group) => column !== undefined && (this.#seen[group] ?? 0) > 1)
  }

  /** The values of a list; null where there are none. */
  list(found: readonly ListedText[]): readonly (string | null)[] | null {
    const values: (string | null)[] = []
    for (const each of found) {
      if (each === null || typeof each === 'string') values.push(each)
      else if (this.#isWithinRepeated(this.#groups[each.group])) values.push(null)
    }
    return values.length === 0 ? null : values
  }

  #isWithinRepeated(group: PathGroup | undefined): boolean {
    if (group === undefined) return false
    return this.#repeats(group) || this.#isWithinRepeated(group.within)
  }

  #repeats({ number }: PathGroup): boolean {
    return (this.#seen[number] ?? 0) > 1
  }

  #absent(column: number, group: number): void {
    const before = this.#texts[column]
    if (Array.isArray(before)) before.push({ group })
    else this.#texts[column] = [{ group }]
  }

  #count(column: number): number {
    const found = this.#texts[column] ?? null
    return found === null ? 0 : Array.isArray(found) ? found.length : 1
  }
}
