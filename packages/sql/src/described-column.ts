import type { Column } from '@berth/core'
import type { SqlColumn } from './column.ts'

/** A column as `describe` tells it. What the catalogue does not say, or says with nothing, is left out. */
export function describedColumn(
  { name, nativeType, type, nullable }: SqlColumn,
  charset?: string | undefined,
  comment?: string | undefined,
): Column {
  return {
    name,
    nativeType,
    type,
    nullable,
    ...(charset === undefined ? {} : { charset }),
    ...(comment === undefined || comment === '' ? {} : { comment }),
  }
}
