/** What a manifest or a publication consists of, once texts, types and lists of items are plain data. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap

export interface PlainMap {
  readonly [key: string]: Plain
}

/** Whether a value is a map. */
export function isPlainMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One entry of a map; undefined where there is no map, or no such entry. */
export function entryOf(value: Plain | undefined, key: string | number | undefined): Plain | undefined {
  return isPlainMap(value) && key !== undefined && Object.hasOwn(value, key) ? value[key] : undefined
}

/** What stands at the end of a path of keys. */
export function valueAt(value: Plain | undefined, path: readonly (string | number)[]): Plain | undefined {
  return path.reduce<Plain | undefined>(entryOf, value)
}

/** The texts of a list; none where it is no list. */
export function textsOf(value: Plain | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** Data without what is undefined, as JSON would carry it. The keys of maps are in order, for their order says nothing. */
export function plainOf(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plainOf)
  if (typeof value === 'object' && value !== null) return plainMap(value, plainOf)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** A map with its keys in order and without a prototype, so that an id like `constructor` is an id. */
export function plainMap<Entry>(entries: Readonly<Record<string, Entry>>, of: (entry: Entry) => Plain): PlainMap
export function plainMap(entries: object, of: (entry: unknown) => Plain): PlainMap
export function plainMap(entries: object, of: (entry: never) => Plain): PlainMap {
  return mapInOrder(
    Object.entries(entries).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    of,
  )
}

/** A map whose keys stay in the order given. */
export function mapInOrder(entries: readonly (readonly [string, unknown])[], of: (entry: never) => Plain): PlainMap {
  const map: Record<string, Plain> = Object.create(null)
  for (const [key, entry] of entries) if (entry !== undefined) map[key] = of(entry as never)
  return map
}
