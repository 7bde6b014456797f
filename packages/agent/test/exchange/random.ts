/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function randomOf(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The seed of this run: `BERTH_SEED`, else another one each time. */
export const seed: number = Number(process.env['BERTH_SEED'] ?? Date.now() % 1_000_000)
