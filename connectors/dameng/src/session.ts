import type { ConnectContext, Session } from '@berth/core'
import type { SqlColumn } from '@berth/sql'
import { nativeField, openFamily, variableType } from '@berth/sql/oracle-family'
import { dialect, quote } from './dialect.ts'
import type { DamengDriver } from './driver.ts'
import { logIn } from './line.ts'
import type { DamengOptions } from './options.ts'
import { questions } from './questions.ts'
import { damengColumn } from './values.ts'

const charsets: Readonly<Record<string, string>> = { '0': 'GB18030', '1': 'UTF-8', '2': 'EUC-KR' }

/** The charset, the current schema, and whether an empty text is NULL, as in the mode that is compatible with Oracle. */
const factsText = `SELECT CAST(SF_GET_UNICODE_FLAG() AS VARCHAR(10)), SF_GET_SCHEMA_NAME_BY_ID(CURRENT_SCHID), CASE WHEN '' IS NULL THEN '1' ELSE '0' END FROM DUAL`
const pingText = `SELECT (SELECT BANNER FROM V$VERSION LIMIT 1), TO_CHAR(SYS_EXTRACT_UTC(SYSTIMESTAMP), 'YYYY-MM-DD HH24:MI:SS.FF3'), TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') FROM DUAL`

/** Opens a session over a connection of dmdb. */
export async function openDameng(
  driver: DamengDriver,
  options: DamengOptions,
  { access, signal }: ConnectContext,
): Promise<Session> {
  const { line, native } = await logIn(driver, options, signal)
  let charset = ''
  return await openFamily(line, {
    dialect,
    access,
    signal,
    native,
    begin: async (connection) => {
      const [[flag, schema, emptyIsNull] = []] = await connection.query(factsText, [], signal)
      charset = charsets[String(flag)] ?? String(flag)
      const refusesEmpty = String(emptyIsNull) === '1' && options.emptyText === 'refuse'
      const text = { databaseCharset: charset, refusesEmpty, maxCellBytes: options.maxCellBytes }
      return {
        catalogue: {
          schema: String(schema),
          ledger: options.ledger,
          quote,
          questions,
          column: (parts, name) => damengColumn(name, nativeField(parts), text),
          charset: (parts) => (/CHAR|TEXT|CLOB/.test(String(parts[0])) ? charset : undefined),
          comment: (raw) => (raw === null || raw === undefined || raw === '' ? undefined : String(raw)),
        },
        spelling: { variable: variableType, printed: printedVariable },
      }
    },
    facts: async (connection, pingSignal) => {
      const [[banner, clock, zone] = []] = await connection.query(pingText, [], pingSignal)
      return {
        product: String(banner),
        charset,
        clock: `${String(clock).replace(' ', 'T')}Z`,
        timeZone: String(zone),
        writable: access === 'write',
      }
    },
  })
}

/** Outputs come as text, which the library does not round. */
function printedVariable({ type, select }: SqlColumn, variable: string): string {
  const isSmall = type.name === 'integer' || type.name === 'boolean'
  return isSmall ? `CAST(${variable} AS VARCHAR(20))` : (select?.(variable) ?? variable)
}
