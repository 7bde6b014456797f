import { type ConnectContext, type Session, textDecoding } from '@berth/core'
import {
  type CatalogueSettings,
  nativeField,
  openFamily,
  printedVariable,
  variableType,
} from '@berth/sql/oracle-family'
import { dialect, quote } from './dialect.ts'
import type { OracleDriver } from './driver.ts'
import { logIn } from './login.ts'
import type { OracleOptions } from './options.ts'
import { questions } from './questions.ts'
import { oracleColumn } from './values.ts'

/** Numbers, dates, comparisons and orders as the statements of this connector expect them, whatever the site has set. */
const settings = `ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_CALENDAR = 'GREGORIAN' NLS_SORT = 'BINARY' NLS_COMP = 'BINARY'`

const parameter = (name: string): string => `(SELECT VALUE FROM NLS_DATABASE_PARAMETERS WHERE PARAMETER = '${name}')`
const factsText = `SELECT ${parameter('NLS_CHARACTERSET')}, ${parameter('NLS_NCHAR_CHARACTERSET')}, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'), SYS_CONTEXT('USERENV', 'DATABASE_ROLE'), TO_CHAR(SYS_EXTRACT_UTC(SYSTIMESTAMP), 'YYYY-MM-DD"T"HH24:MI:SS.FF3'), TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') FROM DUAL`

/** Opens a session over a connection of oracledb. Throws `CHARSET_UNKNOWN`, or what the login does. */
export async function openOracle(
  driver: OracleDriver,
  options: OracleOptions,
  { access, signal }: ConnectContext,
): Promise<Session> {
  if (options.charset !== undefined) textDecoding(options.charset)
  const { line, native } = await logIn(driver, options, signal)
  return await openFamily(line, {
    dialect,
    access,
    signal,
    native,
    begin: async (connection) => {
      await connection.execute(settings, [], signal)
      const [[charset, national, schema] = []] = await connection.query(factsText, [], signal)
      const catalogue = catalogueSettings(options, String(charset), String(national), options.schema ?? String(schema))
      return { catalogue, spelling: { variable: variableType, printed: printedVariable } }
    },
    facts: async (connection, pingSignal) => {
      const [[charset, , , role, clock, zone] = []] = await connection.query(factsText, [], pingSignal)
      return {
        product: `Oracle ${native.oracleServerVersionString}`,
        charset: String(charset),
        clock: `${String(clock)}Z`,
        timeZone: String(zone),
        writable: access === 'write' && role === 'PRIMARY',
      }
    },
  })
}

function catalogueSettings(
  { charset: declared, emptyText, maxCellBytes, ledger }: OracleOptions,
  databaseCharset: string,
  national: string,
  schema: string,
): CatalogueSettings {
  // What a US7ASCII database gives beyond ASCII are question marks; as bytes it can be told what is there.
  const charset = declared ?? (databaseCharset === 'US7ASCII' ? 'UTF-8' : undefined)
  const text = { databaseCharset, charset, emptyText, maxCellBytes }
  const decoder = new TextDecoder(textDecoding(charset ?? 'UTF-8').charset)
  return {
    schema,
    ledger,
    quote,
    questions: questions(charset !== undefined),
    column: (parts, name) => oracleColumn(name, nativeField(parts), text),
    charset: (parts) => {
      if (!/CHAR|CLOB/.test(String(parts[0]))) return undefined
      return nativeField(parts).isNational ? national : databaseCharset
    },
    comment: (raw) => {
      if (raw === null || raw === undefined) return undefined
      // A comment is for people to read: a byte at fault in it fails nothing.
      return raw instanceof Uint8Array ? decoder.decode(raw).trimEnd() : String(raw)
    },
  }
}
