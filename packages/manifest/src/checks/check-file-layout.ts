import { fileFormatKeys, formatsTellingDeletes } from '../file-formats.ts'
import { nearest } from '../notation/nearest.ts'
import { shown } from '../schema/likely-value.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenProvide, WrittenResource } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'
import { charsets, isCharset } from './check-item.ts'
import { checkItemName } from './check-item-name.ts'

/** Checks how data files are written, as far as it shows without writing one. */
export function checkFileLayout(
  context: CheckContext,
  path: Path,
  resource: Sound<WrittenResource>,
  file: Sound<NonNullable<WrittenProvide['file']>>,
): void {
  const { collector } = context
  const { to, connection, format = 'ndjson', ...rest } = file
  const keys = writtenKeys(rest)
  if (to === 'platform' && connection === undefined) {
    const wrong = [...(format === 'ndjson' ? [] : [['format']]), ...keys]
    for (const key of wrong) collector.report('FIL-103', [...path, ...key], 'key', { key: key.join('.') })
    return
  }
  const takes = fileFormatKeys[format]
  const allowed = takes.join(', ')
  for (const key of keys) {
    const known = takes.includes(key.length === 1 ? String(key[0]) : `columns.${key.at(-1)}`)
    if (!known) collector.report('FIL-101', [...path, ...key], 'key', { format, key: String(key.at(-1)), allowed })
  }
  for (const item of Object.keys(rest.columns ?? {}))
    checkItemName(context, item, resource.items, [...path.slice(0, -2), 'items'], [...path, 'columns', item], 'key')
  checkCharset(context, [...path, 'charset'], rest.charset)
  for (const [item, column] of Object.entries(rest.columns ?? {}))
    checkCharset(context, [...path, 'columns', item, 'charset'], column?.charset)
  const by = resource.from?.changes === undefined ? undefined : (resource.from.changes.by ?? 'column')
  if (by !== undefined && by !== 'column' && !formatsTellingDeletes.includes(format)) {
    collector.report('FIL-102', [...path, 'format'], 'value', { by, format, allowed: formatsTellingDeletes.join(', ') })
  }
}

function checkCharset({ collector }: CheckContext, path: Path, charset: string | undefined): void {
  if (charset === undefined || isCharset(charset)) return
  collector.report('TXT-101', path, 'value', { charset: shown(charset), suggestion: nearest(charset, charsets) })
}

const layoutKeys: ReadonlySet<string> = new Set(Object.values(fileFormatKeys).flat())

/** What is written of the layout: its keys, and those of each column. */
function writtenKeys(file: Sound<NonNullable<WrittenProvide['file']>>): (readonly string[])[] {
  const given = Object.keys(file).filter((key) => layoutKeys.has(key))
  const columns = Object.entries(file.columns ?? {}).flatMap(([item, column]) =>
    Object.keys(column ?? {}).map((key) => ['columns', item, key]),
  )
  return [...given.map((key) => [key]), ...columns]
}
