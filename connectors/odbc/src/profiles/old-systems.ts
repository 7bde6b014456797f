import type { Profile } from '../profile.ts'
import { generic, standardQuote, textLiteral } from './generic.ts'
import { mergeStatement } from './merge.ts'

function bracketed(identifier: string): string {
  return `[${identifier.replaceAll(']', ']]')}]`
}

/** Sybase ASE from 15.7. Not run against a server. */
export const sybase: Profile = {
  ...generic,
  name: 'sybase',
  version: 'SELECT @@version',
  detect: /Adaptive Server Enterprise|Sybase/i,
  clock: 'SELECT CONVERT(VARCHAR(40), getdate(), 23)',
  scope: 'SELECT db_name(), user_name()',
  // Quotation marks are for names, as in standard SQL.
  setUp: { both: ['SET quoted_identifier ON', 'SET string_rtruncation ON', 'SET arithabort numeric_truncation ON'] },
  quote: bracketed,
  limit: (rows) => ({ head: `TOP ${rows}`, tail: '' }),
  form: (type, column) => {
    const form = generic.form(type, column)
    // Style 140 prints six digits behind the second; a plain cast drops the seconds.
    if (type.name !== 'datetime') return form
    return { ...form, select: (reference) => `CONVERT(VARCHAR(40), CAST(${reference} AS BIGDATETIME), 140)` }
  },
  bytes: () => ({
    select: (reference) => `CAST(${reference} AS VARBINARY(16384))`,
    marker: (marker) => `CAST(${marker} AS VARCHAR(16384))`,
  }),
  upsert: (write, marker) => mergeStatement({ quote: bracketed, from: '' }, write, marker),
  ledger: (table) => ({
    exists: `SELECT 1 FROM sysobjects WHERE type = 'U' AND name = ${textLiteral(table)}`,
    create: `CREATE TABLE ${bracketed(table)} (batch VARCHAR(200) NOT NULL PRIMARY KEY, applied_at DATETIME NOT NULL)`,
    find: `SELECT 1 FROM ${bracketed(table)} WHERE batch = ?`,
    insert: `INSERT INTO ${bracketed(table)} (batch, applied_at) VALUES (?, getdate())`,
  }),
  codes: {
    229: 'PERMISSION_DENIED',
    230: 'PERMISSION_DENIED',
    262: 'PERMISSION_DENIED',
    515: 'VALUE_MISSING',
    1205: 'SYSTEM_BUSY',
    1105: 'SYSTEM_DISK_FULL',
    2601: 'CONSTRAINT_VIOLATED',
    2615: 'CONSTRAINT_VIOLATED',
    4002: 'AUTH_FAILED',
    9502: 'VALUE_TOO_LONG',
  },
}

/** Informix from 11.50 and GBase 8s, which is made from it. Not run against a server. */
export const informix: Profile = {
  ...generic,
  name: 'informix',
  version: "SELECT DBINFO('version', 'full') FROM systables WHERE tabid = 1",
  detect: /Informix|GBase/i,
  clock: "SELECT TO_CHAR(CURRENT YEAR TO FRACTION(5), '%Y-%m-%dT%H:%M:%S%F5') FROM systables WHERE tabid = 1",
  // Without DELIMIDENT quotation marks stand for texts.
  attributes: { DELIMIDENT: 'y' },
  limit: (rows) => ({ head: `FIRST ${rows}`, tail: '' }),
  form: (type, column) => {
    const form = generic.form(type, column)
    if (type.name === 'date') return { ...form, select: (reference) => `TO_CHAR(${reference}, '%Y-%m-%d')` }
    return form
  },
  upsert: (write, marker) => mergeStatement({ quote: standardQuote, from: 'FROM sysmaster:sysdual' }, write, marker),
  ledger: (table) => ({
    exists: `SELECT 1 FROM systables WHERE tabname = ${textLiteral(table)}`,
    create: `CREATE TABLE ${standardQuote(table)} (batch VARCHAR(200) NOT NULL PRIMARY KEY, applied_at DATETIME YEAR TO FRACTION(5) NOT NULL)`,
    find: `SELECT 1 FROM ${standardQuote(table)} WHERE batch = ?`,
    insert: `INSERT INTO ${standardQuote(table)} (batch, applied_at) VALUES (?, CURRENT YEAR TO FRACTION(5))`,
  }),
  codes: {
    '-239': 'CONSTRAINT_VIOLATED',
    '-268': 'CONSTRAINT_VIOLATED',
    '-272': 'PERMISSION_DENIED',
    '-329': 'DATABASE_MISSING',
    '-391': 'VALUE_MISSING',
    '-951': 'AUTH_FAILED',
    '-908': 'CONNECT_REFUSED',
    '-243': 'SYSTEM_BUSY',
    '-244': 'SYSTEM_BUSY',
    '-25582': 'CONNECTION_LOST',
  },
}

/** Db2 for Linux, Unix and Windows from 9.7. Not run against a server. */
export const db2: Profile = {
  ...generic,
  name: 'db2',
  version: 'SELECT service_level FROM TABLE(SYSPROC.ENV_GET_INST_INFO()) AS I',
  detect: /DB2/i,
  clock: 'VALUES CHAR(CURRENT TIMESTAMP)',
  scope: 'VALUES (CAST(NULL AS VARCHAR(1)), CURRENT SCHEMA)',
  maxUnionBranches: 64,
  form: (type, column) => {
    const form = generic.form(type, column)
    if (type.name === 'date') return { ...form, select: (reference) => `CHAR(${reference}, ISO)` }
    if (type.name === 'time') return { ...form, select: (reference) => `CHAR(${reference}, JIS)` }
    return form
  },
  upsert: (write, marker) => mergeStatement({ quote: standardQuote, from: 'FROM SYSIBM.SYSDUMMY1' }, write, marker),
  ledger: (table) => ({
    ...generic.ledger(table),
    exists: `SELECT 1 FROM SYSCAT.TABLES WHERE TABSCHEMA = CURRENT SCHEMA AND TABNAME = ${textLiteral(table)}`,
    find: `SELECT 1 FROM ${standardQuote(table)} WHERE batch = CAST(? AS VARCHAR(200))`,
    insert: `INSERT INTO ${standardQuote(table)} (batch, applied_at) VALUES (CAST(? AS VARCHAR(200)), CURRENT TIMESTAMP)`,
  }),
  codes: {
    '-407': 'VALUE_MISSING',
    '-551': 'PERMISSION_DENIED',
    '-552': 'PERMISSION_DENIED',
    '-803': 'CONSTRAINT_VIOLATED',
    '-911': 'SYSTEM_BUSY',
    '-913': 'SYSTEM_BUSY',
    '-952': 'ABORTED',
    '-1224': 'CONNECTION_LOST',
    '-30081': 'CONNECTION_LOST',
  },
}

/** Access (Jet, ACE) files. Not run: the driver is for Windows alone. */
export const access: Profile = {
  ...generic,
  name: 'access',
  version: 'SELECT 1',
  detect: /^$/,
  quote: bracketed,
  limit: (rows) => ({ head: `TOP ${rows}`, tail: '' }),
  form: (type) => {
    const printed: Readonly<Record<string, string>> = {
      date: "'yyyy-mm-dd'",
      time: "'hh:nn:ss'",
      datetime: "'yyyy-mm-dd hh:nn:ss'",
    }
    const format = printed[type.name]
    if (format !== undefined) return { select: (reference) => `Format(${reference}, ${format})` }
    if (type.name !== 'decimal' && type.name !== 'int64') return {}
    return { select: (reference) => `IIF(${reference} IS NULL, NULL, CStr(${reference}))` }
  },
  ledger: (table) => ({
    exists: `SELECT 1 FROM MSysObjects WHERE Type = 1 AND Name = ${textLiteral(table)}`,
    create: `CREATE TABLE ${bracketed(table)} (batch VARCHAR(200) NOT NULL PRIMARY KEY, applied_at DATETIME NOT NULL)`,
    find: `SELECT 1 FROM ${bracketed(table)} WHERE batch = ?`,
    insert: `INSERT INTO ${bracketed(table)} (batch, applied_at) VALUES (?, Now())`,
  }),
  codes: {},
}
