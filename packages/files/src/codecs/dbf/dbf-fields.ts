import { BerthError, type Field, type LogicalType } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { type TextEncoding, textEncoding } from '../../text/encode-strictly.ts'

/** A field of a table to write. */
export interface DbfOutputField {
  readonly name: string
  readonly nameBytes: Uint8Array
  readonly type: 'C' | 'N' | 'D' | 'L'
  readonly start: number
  readonly size: number
  readonly decimals: number
}

/** What a table says of its charset, and the most bytes of one character. */
interface CodePage {
  readonly mark: number
  readonly characterBytes: number
}

const codePages: Readonly<Record<string, CodePage>> = {
  gbk: { mark: 0x7a, characterBytes: 2 },
  big5: { mark: 0x78, characterBytes: 2 },
  'euc-kr': { mark: 0x79, characterBytes: 2 },
  shift_jis: { mark: 0x7b, characterBytes: 2 },
  'windows-1250': { mark: 0xc8, characterBytes: 1 },
  'windows-1251': { mark: 0xc9, characterBytes: 1 },
  'windows-1252': { mark: 0x03, characterBytes: 1 },
}

const mostFields = 255
const mostTextBytes = 254
const mostDigits = 20
const mostNameBytes = 10
/** Widths of what a table has no type for, as texts of the contract. */
const textWidths: Readonly<Record<string, number>> = { double: 24, time: 18, datetime: 29, instant: 30, decimal: 40 }

/** The shape of a table. Throws `DEFINITION_INVALID` for a name that it cannot have, and for a charset without a code page. */
export interface DbfShape {
  readonly fields: readonly DbfOutputField[]
  readonly recordBytes: number
  readonly mark: number
  readonly encoding: TextEncoding
}

export function dbfShape(dataset: FileDataset, fields: readonly Field[]): DbfShape {
  const invalid: Invalid = (path, expected) =>
    new BerthError('DEFINITION_INVALID', { connector: 'file', dataset: dataset.name, path, expected })
  const encoding = textEncoding(dataset.charset)
  const page = codePages[encoding.charset]
  if (page === undefined) throw invalid('charset', Object.keys(codePages).join(', '))
  if (fields.length > mostFields) throw invalid('columns', `最多 ${mostFields} 列 / at most ${mostFields}`)
  const taken = new Set<string>()
  let start = 1
  const placed = fields.map((field): DbfOutputField => {
    const column = dataset.columns.find(({ name }) => name === field.name)
    const nameBytes = fieldName(column?.from ?? field.name, field.name, encoding, invalid)
    const told = (column?.from ?? field.name).toUpperCase()
    if (taken.has(told))
      throw invalid(`columns.${field.name}.from`, '不与其他列同名（不分大小写） / a name of its own, whatever its case')
    taken.add(told)
    const form = fieldForm(field.type, page.characterBytes, column?.bytes)
    if (form.size > mostTextBytes) throw invalid(`columns.${field.name}.bytes`, `1-${mostTextBytes}`)
    const placed = { name: field.name, nameBytes, start, ...form }
    start += form.size
    return placed
  })
  return { fields: placed, recordBytes: start, mark: page.mark, encoding }
}

type Invalid = (path: string, expected: string) => BerthError

function fieldName(name: string, column: string, encoding: TextEncoding, invalid: Invalid): Uint8Array {
  const bytes = encoding.encode(name)
  if (bytes !== undefined && bytes.length <= mostNameBytes && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return bytes
  const expected = `DBF 列名：字母、数字、下划线，最多 ${mostNameBytes} 字节 / a field name: letters, digits and _, at most ${mostNameBytes} bytes`
  throw invalid(`columns.${column}.from`, expected)
}

/** How the values of a type are kept. What is wider than a number may be is a text, so that no digit is lost. */
function fieldForm(
  type: LogicalType,
  characterBytes: number,
  bytes: number | undefined,
): Pick<DbfOutputField, 'type' | 'size' | 'decimals'> {
  const { name, maxLength, precision, scale = 0 } = type
  const text = (size: number): ReturnType<typeof fieldForm> => ({ type: 'C', size: bytes ?? size, decimals: 0 })
  const number = (size: number, decimals = 0): ReturnType<typeof fieldForm> => ({ type: 'N', size, decimals })
  switch (name) {
    case 'integer':
      return number(11)
    case 'int64':
      return number(mostDigits)
    case 'boolean':
      return { type: 'L', size: 1, decimals: 0 }
    case 'date':
      return { type: 'D', size: 8, decimals: 0 }
    case 'decimal': {
      // A sign, and a point with a digit before it.
      const size = precision === undefined ? undefined : Math.max(precision, scale + 1) + (scale > 0 ? 2 : 1)
      return size === undefined || size > mostDigits ? text(size ?? textWidths['decimal'] ?? 0) : number(size, scale)
    }
    case 'text':
      return text(
        maxLength === undefined ? mostTextBytes : Math.min(mostTextBytes, Math.max(1, maxLength * characterBytes)),
      )
    default:
      return text(textWidths[name] ?? mostTextBytes)
  }
}
