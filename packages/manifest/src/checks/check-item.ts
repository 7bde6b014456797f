import { formatLogicalType, type LogicalType, parseLogicalType, textDecoding } from '@berth/core'
import { type Element, elements, findElement } from '@berth/elements'
import { likelyType, typeNotations } from '../notation/likely-type.ts'
import { nearest } from '../notation/nearest.ts'
import { shown } from '../schema/likely-value.ts'
import { marksStateSecret } from '../schema/state-secret.ts'
import type { Path } from '../source/path.ts'
import type { Sound, WrittenItem } from '../source/written-manifest.ts'
import { checkCodes } from './check-codes.ts'
import type { CheckContext } from './check-context.ts'
import { checkFormat } from './check-format.ts'
import { checkMask } from './check-mask.ts'

/** One item, and what the items around it share. */
export interface ItemToCheck {
  readonly path: Path
  readonly id: string
  readonly item: Sound<WrittenItem>
  readonly maintainer: string | undefined
  readonly maintainerPath: Path
  readonly graded: boolean
}

/** Those that are proposed. */
export const charsets: readonly string[] = [
  'UTF-8',
  'GB18030',
  'GBK',
  'GB2312',
  'Big5',
  'UTF-16LE',
  'windows-1252',
  'ISO-8859-1',
]

/** Checks one item (MAN-2, MAN-3). */
export function checkItem(context: CheckContext, { path, id, item, maintainer, ...common }: ItemToCheck): void {
  const { collector } = context
  const element = checkElement(context, path, item)
  const type = checkType(context, path, item, element)
  const described = item.type !== undefined || item.element !== undefined || collector.isSettled([...path, 'element'])
  if (!described) collector.report('MAN-202', [...path, 'type'], 'key', { item: id })
  if (item.maintainer === undefined && maintainer === undefined && !collector.isSettled(common.maintainerPath)) {
    collector.report('MAN-203', [...path, 'maintainer'], 'key', { item: id })
  }
  if (item.grade === undefined && common.graded) collector.report('MAN-205', [...path, 'grade'], 'key', { item: id })
  for (const [index, value] of (item.categories ?? []).entries()) {
    if (marksStateSecret(value)) collector.report('MAN-301', [...path, 'categories', index], 'value', { value })
  }
  if (item.mask !== undefined) checkMask(context, [...path, 'mask'], item, item.mask, type)
  if (item.charset !== undefined && !isCharset(item.charset)) {
    const details = { charset: shown(item.charset), suggestion: nearest(item.charset, charsets) }
    collector.report('TXT-101', [...path, 'charset'], 'value', details)
  }
  if (item.format !== undefined) checkFormat(context, [...path, 'format'], item.format, type)
  if (item.codes !== undefined) checkCodes(context, [...path, 'codes'], item.codes, element)
}

function checkElement({ collector }: CheckContext, path: Path, item: Sound<WrittenItem>): Element | undefined {
  if (item.element === undefined) return undefined
  const element = findElement(item.element)
  if (element === undefined) {
    const suggestion = nearest(item.element, Object.keys(elements))
    collector.report('MAN-152', [...path, 'element'], 'value', { name: shown(item.element), suggestion })
  }
  return element
}

function checkType(
  { collector }: CheckContext,
  path: Path,
  item: Sound<WrittenItem>,
  element: Element | undefined,
): LogicalType | undefined {
  if (item.type === undefined) return element?.type
  const type = parseLogicalType(item.type)
  if (type === undefined) {
    const details = { value: shown(item.type), allowed: typeNotations.join(', '), suggestion: likelyType(item.type) }
    collector.report('MAN-133', [...path, 'type'], 'value', details)
  } else if (element !== undefined && element.type.name !== type.name) {
    const elementType = formatLogicalType(element.type)
    collector.report('MAN-204', [...path, 'type'], 'value', { element: element.id, elementType, type: item.type })
  }
  return type
}

export function isCharset(charset: string): boolean {
  try {
    return textDecoding(charset).charset !== ''
  } catch {
    return false
  }
}
