import type { LogicalType } from '@berth/core'
import type { NativeColumn, NativeForm, Profile } from '../profile.ts'

/** Quotes as standard SQL does. */
export function standardQuote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

/** A text literal of a name. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

const textWidths: Readonly<Partial<Record<LogicalType['name'], number>>> = {
  int64: 30,
  decimal: 80,
  date: 20,
  time: 30,
  datetime: 40,
  instant: 40,
}

/**
 * What the library would give as an inexact number, or the driver as a time of its own making, is read as the text that
 * the database prints, and is bound as a text that the database reads.
 */
export function standardForm(type: LogicalType, { typeName, size, scale }: NativeColumn): NativeForm {
  const width = textWidths[type.name]
  if (width === undefined) return {}
  const declared = type.name === 'decimal' ? `${typeName}(${size ?? 38},${scale ?? 0})` : typeName
  return {
    select: (reference) => `CAST(${reference} AS VARCHAR(${width}))`,
    marker: (marker) => `CAST(${marker} AS ${declared})`,
  }
}

/** What is left when nothing is known of a database but that it has an ODBC driver and standard SQL. */
export const generic: Profile = {
  name: 'generic',
  version: 'SELECT 1',
  detect: /^$/,
  quote: standardQuote,
  limit: (rows) => ({ head: '', tail: `FETCH FIRST ${rows} ROWS ONLY` }),
  maxParameters: 200,
  maxUnionBranches: 1,
  rowValues: false,
  maxWriteRows: 1,
  fetchRows: 1,
  form: standardForm,
  ledger: (table) => ({
    exists: `SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = ${textLiteral(table)}`,
    create: `CREATE TABLE ${standardQuote(table)} (batch VARCHAR(200) NOT NULL PRIMARY KEY, applied_at TIMESTAMP NOT NULL)`,
    find: `SELECT 1 FROM ${standardQuote(table)} WHERE batch = ?`,
    insert: `INSERT INTO ${standardQuote(table)} (batch, applied_at) VALUES (?, CURRENT_TIMESTAMP)`,
  }),
  codes: {},
}
