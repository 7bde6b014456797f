import { BerthError, type ChangeLog, type PrepareChangesRequest, type Row } from '@berth/core'
import type { LoadSqlTable, SqlChangeEntries, SqlChangeLog, SqlTable } from '@berth/sql'
import type { MssqlConnection } from './connection.ts'
import { quote } from './quote.ts'

/**
 * SQL Server's change tracking as a log of changes. Versions are given out at the commit, so that none appears late; an
 * entry tells a key once, with the version of its last change.
 */
export class ChangeTracking implements SqlChangeLog {
  readonly #connection: MssqlConnection
  readonly #load: LoadSqlTable
  readonly #database: string
  readonly #user: string

  constructor(connection: MssqlConnection, load: LoadSqlTable, database: string, user: string) {
    this.#connection = connection
    this.#load = load
    this.#database = database
    this.#user = user
  }

  async end(table: SqlTable, _by: ChangeLog, signal: AbortSignal): Promise<string> {
    await this.#least(table, signal)
    const text = 'SELECT CONVERT(nvarchar(20), CHANGE_TRACKING_CURRENT_VERSION())'
    return String((await this.#connection.query(text, [], signal))[0]?.[0])
  }

  async entries(
    table: SqlTable,
    by: ChangeLog,
    range: { readonly from: string; readonly to: string; readonly limit: number },
    signal: AbortSignal,
  ): Promise<SqlChangeEntries> {
    const { from, to, limit } = range
    // Versions that end before the cursor are those of another database: one that was restored.
    if (BigInt(to) < BigInt(from)) throw new BerthError('CURSOR_EXPIRED', { resource: table.name })
    const key = by.key.map((name) => {
      const column = table.columns.find((each) => each.name === name)
      if (column === undefined || table.key?.includes(name) !== true)
        throw new BerthError('KEY_MISSING', { dataset: table.name, purpose: 'follow the log' })
      return column
    })
    const cells = key.map((column) => column.select?.(`C.${quote(column.name)}`) ?? `C.${quote(column.name)}`)
    // A version is one transaction, and is told whole: a cursor stands between two of them.
    // CHANGETABLE takes a variable of its own type, and no expression.
    const text = `DECLARE @from bigint; SET @from = CONVERT(bigint, @p1); SELECT TOP (${limit}) WITH TIES CONVERT(nvarchar(20), C.SYS_CHANGE_VERSION), ${cells.join(', ')} FROM CHANGETABLE(CHANGES ${table.reference}, @from) AS C WHERE C.SYS_CHANGE_VERSION <= CONVERT(bigint, @p2) ORDER BY C.SYS_CHANGE_VERSION`
    const rows = await this.#connection.query(text, [from, to], signal)
    // Looked at behind the read: what is cleaned up meanwhile would be missing.
    if (BigInt(await this.#least(table, signal)) > BigInt(from))
      throw new BerthError('CURSOR_EXPIRED', { resource: table.name })
    const last = rows.length < limit
    const position = last ? to : String(rows.at(-1)?.[0])
    const keys = rows.map(([, ...raw]) => raw.map((cell, at) => key[at]?.convert?.(cell) ?? cell) as Row)
    return { keys, position, last }
  }

  /** The script that has the server keep the log, with the right to read it. */
  async script({ dataset }: PrepareChangesRequest, signal: AbortSignal): Promise<string> {
    const table = await this.#load(dataset, signal)
    if (table === undefined) throw new BerthError('DATASET_UNKNOWN', { dataset })
    const database = quote(this.#database)
    return `${[
      `IF NOT EXISTS (SELECT 1 FROM sys.change_tracking_databases WHERE database_id = DB_ID())`,
      `  ALTER DATABASE ${database} SET CHANGE_TRACKING = ON (CHANGE_RETENTION = 14 DAYS, AUTO_CLEANUP = ON);`,
      `ALTER TABLE ${table.reference} ENABLE CHANGE_TRACKING;`,
      `GRANT VIEW CHANGE TRACKING ON ${table.reference} TO ${quote(this.#user)};`,
      '-- To be without it again:',
      `-- ALTER TABLE ${table.reference} DISABLE CHANGE_TRACKING;`,
    ].join('\n')}\n`
  }

  /** The smallest version that a cursor may stand at. Rejects with `NOT_SUPPORTED` where the table is not tracked. */
  async #least(table: SqlTable, signal: AbortSignal): Promise<string> {
    const text = `SELECT CONVERT(nvarchar(20), CHANGE_TRACKING_MIN_VALID_VERSION(OBJECT_ID(@p1)))`
    const least = (await this.#connection.query(text, [table.reference], signal))[0]?.[0] ?? null
    if (least === null)
      throw new BerthError('NOT_SUPPORTED', {
        connector: 'mssql',
        capability: `changes.log (${table.name}: change tracking is off)`,
      })
    return String(least)
  }
}
