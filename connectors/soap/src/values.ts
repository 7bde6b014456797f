import type { LogicalType } from '@berth/core'
import type { SimpleType } from './wsdl/schema-set.ts'

/**
 * Types of XML Schema and the logical types that hold their values. What is not named is text: a duration, a part of a
 * date. `xsd:dateTime` may have an offset or none, and only a service's own answers tell: it is drafted without.
 */
const types: Readonly<Record<string, LogicalType>> = {
  boolean: { name: 'boolean' },
  byte: { name: 'integer' },
  short: { name: 'integer' },
  int: { name: 'integer' },
  unsignedByte: { name: 'integer' },
  unsignedShort: { name: 'integer' },
  long: { name: 'int64' },
  unsignedInt: { name: 'int64' },
  unsignedLong: { name: 'decimal', precision: 20, scale: 0 },
  integer: { name: 'decimal' },
  nonNegativeInteger: { name: 'decimal' },
  positiveInteger: { name: 'decimal' },
  nonPositiveInteger: { name: 'decimal' },
  negativeInteger: { name: 'decimal' },
  decimal: { name: 'decimal' },
  float: { name: 'double' },
  double: { name: 'double' },
  date: { name: 'date' },
  time: { name: 'time' },
  dateTime: { name: 'datetime' },
  base64Binary: { name: 'binary' },
  base64: { name: 'binary' },
}

/** The logical type of a value in a message. */
export function logicalType({ base, maxLength, totalDigits, fractionDigits }: SimpleType): LogicalType {
  const type = Object.hasOwn(types, base) ? types[base] : undefined
  if (type === undefined) return maxLength === undefined ? { name: 'text' } : { name: 'text', maxLength }
  if (base === 'decimal' && totalDigits !== undefined)
    return { name: 'decimal', precision: totalDigits, scale: fractionDigits ?? totalDigits }
  return type
}
