import { type LogicalType, parseLogicalType } from '@berth/core'
import { type Element, findElement } from '@berth/elements'
import type { Item } from '../model.ts'
import type { WrittenItem } from '../source/written-manifest.ts'
import { codesOf } from './codes-of.ts'
import { localizedText } from './localized-text.ts'

/** Items in the order written. `maintainer` is that of the items that name nobody. */
export function normaliseItems(
  written: Readonly<Record<string, WrittenItem>>,
  maintainer: string | undefined,
): readonly Item[] {
  return Object.entries(written).map(([id, item]) => normaliseItem(id, item, maintainer))
}

function normaliseItem(id: string, written: WrittenItem, maintainer = ''): Item {
  const element = written.element === undefined ? undefined : findElement(written.element)
  const type = typeOf(written, element)
  const codes = codesOf(written.codes, element)
  const { semantics, grade, charset, format } = written
  return {
    id,
    title: localizedText(written.title),
    ...(semantics === undefined ? {} : { semantics: localizedText(semantics) }),
    type,
    ...(element === undefined ? {} : { element: element.id }),
    from: written.from ?? id,
    ...(grade === undefined ? {} : { grade }),
    categories: written.categories ?? element?.categories ?? [],
    ...(written.mask === undefined ? {} : { mask: written.mask }),
    maintainer: written.maintainer ?? maintainer,
    authoritative: written.authoritative ?? false,
    required: written.required ?? false,
    trim: written.trim ?? (type.name !== 'binary' && type.name !== 'json'),
    ...(charset === undefined ? {} : { charset }),
    ...(format === undefined ? {} : { format: typeof format === 'string' ? { pattern: format } : format }),
    ...(codes === undefined ? {} : { codes }),
    onInvalid: written.onInvalid === null ? 'null' : (written.onInvalid ?? 'reject'),
  }
}

function typeOf(written: WrittenItem, element: Element | undefined): LogicalType {
  return (written.type === undefined ? element?.type : parseLogicalType(written.type)) ?? { name: 'text' }
}
