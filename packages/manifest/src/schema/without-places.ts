import type { Path } from '../source/path.ts'

/** The data without what stands at the places given. A list that holds such a place is left out whole. */
export function withoutPlaces(data: unknown, places: readonly Path[]): unknown {
  if (places.some((place) => place.length === 0)) return {}
  if (places.length === 0) return data
  const result: unknown = structuredClone(data)
  for (const place of places) {
    const listAt = place.findIndex((step) => typeof step === 'number')
    const path = listAt < 0 ? place : place.slice(0, listAt)
    let holder: unknown = result
    for (const step of path.slice(0, -1)) {
      holder = typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[step] : undefined
    }
    const last = path.at(-1)
    if (typeof holder === 'object' && holder !== null && last !== undefined) Reflect.deleteProperty(holder, last)
  }
  return result
}
