/** Numbers that look random and are the same for the same seed. */
export interface Random {
  readonly seed: number
  /** A whole number from 0 up to, but not including, `bound`. */
  below(bound: number): number
  /** A new array in another order. */
  shuffle<Item>(items: readonly Item[]): Item[]
}

/** A generator for one case; `seed` is any whole number of 32 bits (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * bound)
  }
  return {
    seed,
    below,
    shuffle: (items) => {
      const result = [...items]
      for (let index = result.length - 1; index > 0; index--) {
        const other = below(index + 1)
        const item = result[index]
        const swapped = result[other]
        if (item === undefined || swapped === undefined) continue
        result[index] = swapped
        result[other] = item
      }
      return result
    },
  }
}
