import type { LogicalType, Value } from '@berth/core'

/** Values at the edges of a type. */
export interface EdgeValues {
  readonly type: LogicalType
  readonly values: readonly Value[]
}

const everyByte: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => byte)

/** Values that systems and drivers are known to change on the way, by type (TYP-1). NULL is tried with each. */
export const edgeValues: readonly EdgeValues[] = [
  {
    type: { name: 'text', maxLength: 200 },
    values: [
      '',
      ' ',
      'a',
      'ab   ',
      '  ab',
      "O'Brien",
      'tab\tline\nfeed',
      '张三',
      '\u{20bb7}野家',
      '€uro',
      '\\x00',
      'NULL',
      '%_',
    ],
  },
  { type: { name: 'integer' }, values: [0, 1, -1, 2147483647, -2147483648] },
  {
    type: { name: 'int64' },
    values: ['0', '-1', '9007199254740993', '-9007199254740993', '9223372036854775807', '-9223372036854775808'],
  },
  {
    type: { name: 'decimal', precision: 18, scale: 4 },
    values: ['0.0000', '0.0001', '-0.0001', '1.1000', '12345.6789', '99999999999999.9999', '-99999999999999.9999'],
  },
  {
    type: { name: 'decimal', precision: 38, scale: 10 },
    values: ['0.0000000001', '1234567890123456789012345678.0123456789', '-9999999999999999999999999999.9999999999'],
  },
  { type: { name: 'double' }, values: [0, 0.1, -1.5, 5e-324, 1.7976931348623157e308, 9007199254740991] },
  { type: { name: 'boolean' }, values: [true, false] },
  {
    type: { name: 'date' },
    values: ['0001-01-01', '1582-10-10', '1900-02-28', '2000-02-29', '2024-02-29', '9999-12-31'],
  },
  { type: { name: 'time' }, values: ['00:00:00', '23:59:59', '12:30:00.1234', '12:30:00.123456'] },
  {
    type: { name: 'datetime' },
    values: [
      '0001-01-01T00:00:00',
      '1891-01-01T00:00:00', // before Shanghai kept whole minutes
      '1991-04-14T02:30:00', // a time that China's summer time left out
      '1991-09-15T01:30:00', // a time that came twice
      '2024-02-29T23:59:59',
      '2024-06-01T12:00:00.123',
      '2024-06-01T12:00:00.1234',
      '2024-06-01T12:00:00.123456',
      '9999-12-31T23:59:59',
    ],
  },
  { type: { name: 'instant' }, values: ['0001-01-01T00:00:00Z', '2024-02-29T23:59:59.123Z', '9999-12-31T23:59:59Z'] },
  { type: { name: 'binary' }, values: [new Uint8Array(0), everyByte, Uint8Array.of(0), Uint8Array.of(0xff, 0xfe)] },
  { type: { name: 'json' }, values: ['{}', '[1,2.50,"中"]', 'null', '{"a":{"b":[]}}'] },
]

/** Cells as old programs left them in columns of another type (TYP-2). None is canonical. */
export const illTypedValues: readonly EdgeValues[] = [
  { type: { name: 'integer' }, values: ['', 'abc'] },
  { type: { name: 'date' }, values: ['', '0000-00-00', '2023-02-29'] },
  { type: { name: 'datetime' }, values: ['', '0000-00-00T00:00:00'] },
]
