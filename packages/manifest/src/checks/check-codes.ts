import { codeTable, codeTables, type Element } from '@berth/elements'
import { codesOf, isWhole } from '../normalise/codes-of.ts'
import { nearest } from '../notation/nearest.ts'
import { shown } from '../schema/likely-value.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenCodes } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'

/** Checks the code table of an item and the codes that are mapped to it. */
export function checkCodes(
  { collector }: CheckContext,
  path: Path,
  written: Sound<WrittenCodes>,
  element: Element | undefined,
): void {
  const { table: id, map } = codesOf(written as WrittenCodes, element) ?? {}
  const table = id === undefined ? undefined : codeTable(id)
  if (id !== undefined && table === undefined) {
    const place = typeof written === 'string' ? path : [...path, 'table']
    collector.report('MAN-153', place, 'value', { name: shown(id), suggestion: nearest(id, Object.keys(codeTables)) })
  }
  const nested = typeof written === 'object' && isWhole(written as Exclude<WrittenCodes, string>)
  for (const key of nested ? Object.keys(written) : []) {
    if (key === 'table' || key === 'map') continue
    collector.report('MAN-120', [...path, key], 'key', { key: shown(key), allowed: 'table, map' })
  }
  if (table === undefined || map === undefined) return
  for (const [legacy, code] of Object.entries(map)) {
    if (table.entries.some((entry) => entry.code === code || entry.aliases?.includes(code) === true)) continue
    const place = nested ? [...path, 'map', legacy] : [...path, legacy]
    collector.report('MAN-156', place, 'value', { table: table.id, code: shown(code) })
  }
}
