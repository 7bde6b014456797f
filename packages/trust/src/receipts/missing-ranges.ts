import type { Receipt } from '@berth/core'

/** Numbers that a chain passed over, with the hashes that its neighbours say belong to them. */
interface Range {
  from: number
  through: number
  /** The hash of the receipt before the range. */
  before: string
  /** The hash that the receipt behind the range says is before it. */
  after: string
}

/** How many ranges are told apart; a chain with more holes than this is no chain. */
const most = 10_000

/** What a chain passed over so far, and what of it turned up at another place. */
export class MissingRanges {
  readonly #ranges: Range[] = []

  /** Beyond the most that is told apart, it is left out. */
  add(range: Readonly<Range>): void {
    if (this.#ranges.length < most) this.#ranges.push({ ...range })
  }

  /**
   * Takes a receipt that stands behind its place. `moved`: its number was missing, and it fits; `unfit`: its number was missing,
   * and its neighbours say another; `repeated`: its number was there.
   */
  take(receipt: Pick<Receipt, 'number' | 'previous' | 'hash'>): 'moved' | 'unfit' | 'repeated' {
    const { number, previous, hash } = receipt
    const index = this.#ranges.findIndex(({ from, through }) => from <= number && number <= through)
    const range = this.#ranges[index]
    if (range === undefined) return 'repeated'
    const fits = (number > range.from || previous === range.before) && (number < range.through || hash === range.after)
    const parts: Range[] = []
    if (number > range.from) parts.push({ ...range, through: number - 1, after: previous })
    if (number < range.through) parts.push({ ...range, from: number + 1, before: hash })
    this.#ranges.splice(index, 1, ...parts)
    return fits ? 'moved' : 'unfit'
  }

  /** What has not turned up, in order. */
  get left(): readonly Readonly<Range>[] {
    return this.#ranges
  }
}
