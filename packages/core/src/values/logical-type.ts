import type { LogicalType, LogicalTypeName } from '../contract/value.ts'

const names: ReadonlySet<string> = new Set<LogicalTypeName>([
  'text',
  'integer',
  'int64',
  'decimal',
  'double',
  'boolean',
  'date',
  'time',
  'datetime',
  'instant',
  'binary',
  'json',
])

/**
 * Reads the notation of manifests: `text`, `text(30)`, `decimal(18,4)`, `binary(16)`.
 * Returns undefined when it is not one.
 */
export function parseLogicalType(notation: string): LogicalType | undefined {
  const match = /^([a-z0-9]+)(?:\((\d{1,9})(?:,(\d{1,3}))?\))?$/.exec(notation)
  const name = match?.[1]
  if (match === null || name === undefined || !names.has(name)) return undefined
  const first = match[2] === undefined ? undefined : Number(match[2])
  const second = match[3] === undefined ? undefined : Number(match[3])
  if (name === 'decimal') {
    if (first === undefined) return { name }
    const scale = second ?? 0
    return first >= 1 && scale <= first ? { name, precision: first, scale } : undefined
  }
  if (second !== undefined) return undefined
  if (first === undefined) return { name: name as LogicalTypeName }
  return (name === 'text' || name === 'binary') && first >= 1 ? { name, maxLength: first } : undefined
}

/** Writes a type in the notation that `parseLogicalType` reads. */
export function formatLogicalType(type: LogicalType): string {
  if (type.maxLength !== undefined) return `${type.name}(${type.maxLength})`
  if (type.precision !== undefined) return `${type.name}(${type.precision},${type.scale ?? 0})`
  return type.name
}
