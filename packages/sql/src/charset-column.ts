import { BerthError, textDecoding } from '@berth/core'
import type { SqlColumn } from './column.ts'
import { encodeText } from './encode-text.ts'

/**
 * The column read and written as bytes in a charset that differs from the connection's. Reading is strict: a byte that
 * is not valid is `TEXT_UNDECODABLE`. Writing refuses with `TEXT_UNENCODABLE` what the charset cannot hold.
 * Throws `CHARSET_UNKNOWN` for a charset that does not exist and `NOT_SUPPORTED` for a column without a way to its bytes.
 */
export function charsetColumn(column: SqlColumn, charset: string, connector: string): SqlColumn {
  const { bytes } = column
  if (bytes === undefined)
    throw new BerthError('NOT_SUPPORTED', { connector, capability: `text.charsetPerColumn (${column.name})` })
  const decoding = textDecoding(charset)
  const { name, type, nativeType, nullable } = column
  const limit = bytes.limit ?? column.limit
  const toRaw = bytes.bind ?? ((encoded: Uint8Array): unknown => encoded)
  return {
    name,
    type,
    nativeType,
    nullable,
    ...(column.bindsRaw === undefined ? {} : { bindsRaw: column.bindsRaw }),
    ...(column.computed === undefined ? {} : { computed: column.computed }),
    ...(column.checkStored === undefined ? {} : { checkStored: column.checkStored }),
    ...(limit === undefined ? {} : { limit }),
    ...(column.notInUnion === undefined ? {} : { notInUnion: column.notInUnion }),
    ...(column.equals === undefined ? {} : { equals: column.equals }),
    ...(column.order === undefined ? {} : { order: column.order }),
    ...(column.orderInKey === undefined ? {} : { orderInKey: column.orderInKey }),
    ...(bytes.select === undefined ? {} : { select: bytes.select }),
    ...(bytes.marker === undefined ? {} : { marker: bytes.marker }),
    convert: (raw) => {
      if (BerthError.is(raw)) throw raw
      if (!(raw instanceof Uint8Array)) throw new BerthError('VALUE_INVALID', { type: charset, length: 0 })
      return decoding.decode(raw, name)
    },
    bind: (value) => toRaw(encodeText(String(value), decoding, name)),
  }
}
