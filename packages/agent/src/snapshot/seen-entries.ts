const pageBits = 16
const pageEntries = 1 << pageBits

/** Which entries of a store were seen: one bit each, 125 kilobytes for a million, made as they are needed. */
export class SeenEntries {
  readonly #pages: Map<number, Uint8Array> = new Map()
  #count = 0

  /** Those that were added, each counted once. */
  get count(): number {
    return this.#count
  }

  /** Numbers are positive and whole. */
  add(entry: number): void {
    const number = Math.floor(entry / pageEntries)
    let page = this.#pages.get(number)
    if (page === undefined) {
      page = new Uint8Array(pageEntries / 8)
      this.#pages.set(number, page)
    }
    const [at, bit] = place(entry)
    const held = page[at] ?? 0
    if ((held & bit) !== 0) return
    page[at] = held | bit
    this.#count++
  }

  has(entry: number): boolean {
    const [at, bit] = place(entry)
    return ((this.#pages.get(Math.floor(entry / pageEntries))?.[at] ?? 0) & bit) !== 0
  }
}

function place(entry: number): readonly [at: number, bit: number] {
  const inPage = entry % pageEntries
  return [inPage >> 3, 1 << (inPage & 7)]
}
