import type { Row } from '@berth/core'
import type { Item } from '@berth/manifest'
import { changeMark, valueWriter } from './quoting.ts'

/**
 * Writes the records that tell deletes, from the values of the items of the key: in NDJSON an object of these alone with
 * `$change`, in CSV a record whose other fields are empty.
 */
export function deleteWriter(
  format: 'ndjson' | 'csv',
  given: readonly Item[],
  key: readonly Item[],
): (keys: readonly Row[]) => string[] {
  const writers = key.map(({ type }) => valueWriter(format, type))
  if (format === 'csv') {
    const places = given.map((item) => key.indexOf(item))
    const written = (row: Row): string =>
      places.map((at) => (at < 0 ? '' : (writers[at]?.(row[at] ?? null) ?? ''))).join(',')
    return (keys) => keys.map((row) => `delete,${written(row)}\r\n`)
  }
  const names = key.map(({ id }) => JSON.stringify(id))
  const members = (row: Row): string => names.map((name, at) => `${name}:${writers[at]?.(row[at] ?? null)}`).join(',')
  return (keys) => keys.map((row) => `{"${changeMark}":"delete",${members(row)}}\n`)
}
