import { BerthError, type ChangeLog, type Value } from '@berth/core'
import type { SqlChangeEntries, SqlChangeLog, SqlColumn, SqlConnection } from '@berth/sql'
import type { PostgresTable } from './catalogue.ts'
import { type LogPosition, lsnOf, lsnText, readPosition, writePosition } from './log-position.ts'
import { slotName } from './log-script.ts'
import { type LoggedRow, type LoggedTable, logMessage } from './pgoutput.ts'
import { quote } from './quote.ts'

/** More keys than this are not held at once. Every call decodes the log from the start of the read again. */
const maxKeys = 50_000
/** After this many messages, and a whole transaction, the server stops decoding. */
const maxMessages = 200_000
/** So much of the log without a change of the table is worth telling a row again, for the cursor moves with it. */
const quietBytes = 16n * 1024n * 1024n

const slotQuery = `SELECT s.confirmed_flush_lsn, pg_current_wal_flush_lsn(), EXISTS (SELECT 1 FROM pg_catalog.pg_publication p
  JOIN pg_catalog.pg_publication_tables t USING (pubname) WHERE p.pubname = s.slot_name AND t.schemaname = $2
  AND t.tablename = $3 AND p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate)
FROM pg_catalog.pg_replication_slots s WHERE s.slot_name = $1 AND s.plugin = 'pgoutput' AND s.database = current_database()`

const peek = `SELECT data FROM pg_logical_slot_peek_binary_changes($1, $2, $3, 'proto_version', '1', 'publication_names', $4)`

/** Whoever has not ended yet for those who look now. */
const runningQuery = 'SELECT txid_snapshot_xip(txid_current_snapshot())'

interface Transaction {
  readonly id: number
  /** Keys told up to its end, and the end. */
  readonly keys: number
  readonly end: bigint
  readonly messages: number
}

/** What one call found. */
interface Found {
  readonly keys: Value[][]
  readonly transactions: Transaction[]
  /** A transaction that is longer than what is held at once, and how many of its keys have been told. */
  readonly open?: { readonly id: number; readonly told: number }
  readonly isComplete: boolean
}

/**
 * Changes out of the write-ahead log, by a replication slot that is peeked into: what was read stays there until the next
 * read begins behind it. A cursor that the slot has left behind is `CURSOR_EXPIRED`.
 */
export class PostgresLog implements SqlChangeLog {
  readonly #connection: SqlConnection
  readonly #isUtf8: boolean
  /** Whether the position that the running read began with has been acknowledged. */
  #isAcknowledged = false
  /** Messages before the position that the running read has reached. */
  #messages = 0

  constructor(connection: SqlConnection, encoding: string) {
    this.#connection = connection
    this.#isUtf8 = encoding === 'UTF8'
  }

  /**
   * The end of the log, when everybody who wrote it has ended: a transaction stands in the log shortly before others see
   * what it did. Else what the slot holds is told again.
   */
  async start(table: PostgresTable, by: ChangeLog, signal: AbortSignal): Promise<string> {
    const { confirmed, end } = await this.#slot(table, by, signal)
    const running = await this.#running(signal)
    return writePosition({ lsn: running.size === 0 ? end : confirmed, skip: 0 })
  }

  async end(table: PostgresTable, by: ChangeLog, signal: AbortSignal): Promise<string> {
    this.#isAcknowledged = false
    this.#messages = 0
    return writePosition({ lsn: (await this.#slot(table, by, signal)).end, skip: 0 })
  }

  async entries(
    table: PostgresTable,
    by: ChangeLog,
    range: { readonly from: string; readonly to: string },
    signal: AbortSignal,
  ): Promise<SqlChangeEntries> {
    const from = readPosition(range.from)
    const to = readPosition(range.to).lsn
    // A log that ends before the cursor is another one: of a restored database, or of a standby that took over too early.
    if (to < from.lsn) throw new BerthError('CURSOR_EXPIRED', { resource: table.name })
    if (!this.#isAcknowledged) await this.#acknowledge(table, by, from.lsn, signal)
    this.#isAcknowledged = true
    if (to === from.lsn) return { keys: [], position: range.from, last: true }
    const found = await this.#read(table, by, from, to, signal)
    // After the log was read: who is in it and still running then cannot be seen yet, and is left for the next read.
    const running = await this.#running(signal)
    const hidden = found.transactions.findIndex(({ id }) => running.has(id))
    const seen = hidden < 0 ? found.transactions : found.transactions.slice(0, hidden)
    const told = seen.at(-1)
    const isHidden = hidden >= 0 || (found.open !== undefined && running.has(found.open.id))
    const keys = isHidden ? found.keys.slice(0, told?.keys ?? 0) : found.keys
    const key = keys.at(-1) ?? from.key
    const behind = { lsn: told?.end ?? from.lsn, skip: told === undefined ? from.skip : 0, ...(key && { key }) }
    this.#messages = told?.messages ?? this.#messages
    if (isHidden) return { keys, position: writePosition(behind), last: true }
    if (found.open !== undefined)
      return { keys, position: writePosition({ ...behind, skip: found.open.told }), last: false }
    if (!found.isComplete) return { keys, position: writePosition(behind), last: false }
    const isQuiet = keys.length === 0 && to - from.lsn > quietBytes
    const again = isQuiet ? await this.#anyKey(table, by, key, signal) : []
    return { keys: isQuiet ? again : keys, position: writePosition({ ...behind, lsn: to, skip: 0 }), last: true }
  }

  async #slot(
    { name, schema, relation }: PostgresTable,
    by: ChangeLog,
    signal: AbortSignal,
  ): Promise<{ readonly confirmed: bigint; readonly end: bigint }> {
    const slot = slotName(by, name)
    const [[confirmed, end, published] = []] = await this.#connection.query(slotQuery, [slot, schema, relation], signal)
    if (published === 't') return { confirmed: lsnOf(confirmed), end: lsnOf(end) }
    const problem = confirmed === undefined ? 'replication slot' : 'publication'
    throw new BerthError('CHANGE_LOG_MISSING', { dataset: name, log: slot, problem })
  }

  async #running(signal: AbortSignal): Promise<ReadonlySet<number>> {
    const rows = await this.#connection.query(runningQuery, [], signal)
    return new Set(rows.map(([id]) => Number(BigInt.asUintN(32, BigInt(String(id))))))
  }

  async #acknowledge(table: PostgresTable, by: ChangeLog, lsn: bigint, signal: AbortSignal): Promise<void> {
    const { confirmed } = await this.#slot(table, by, signal)
    if (confirmed > lsn) throw new BerthError('CURSOR_EXPIRED', { resource: table.name })
    if (confirmed === lsn) return
    const advance = 'SELECT pg_replication_slot_advance($1, $2)'
    await this.#connection.query(advance, [slotName(by, table.name), lsnText(lsn)], signal).catch(expired(table))
  }

  async #read(table: PostgresTable, by: ChangeLog, from: LogPosition, to: bigint, signal: AbortSignal): Promise<Found> {
    const slot = slotName(by, table.name)
    const most = this.#messages + maxMessages
    const collector = new KeyCollector(table, by, from, this.#isUtf8)
    let messages = 0
    try {
      for await (const rows of this.#connection.stream(peek, [slot, lsnText(to), most, slot], 1000, signal)) {
        for (const [data] of rows) {
          messages++
          if (!collector.take(data as Uint8Array, messages)) return { ...collector, isComplete: false }
        }
      }
    } catch (error) {
      expired(table)(error)
    }
    return { ...collector, isComplete: messages < most }
  }

  /** A key to tell again: the last one, or that of any row. */
  async #anyKey(
    table: PostgresTable,
    by: ChangeLog,
    last: readonly Value[] | undefined,
    signal: AbortSignal,
  ): Promise<Value[][]> {
    if (last !== undefined) return [[...last]]
    const columns = keyColumns(table, by)
    const cells = columns.map(({ name, select }) => select?.(quote(name)) ?? quote(name))
    const rows = await this.#connection.query(`SELECT ${cells.join(', ')} FROM ${table.reference} LIMIT 1`, [], signal)
    return rows.map((row) => columns.map(({ convert }, at) => (convert?.(row[at]) ?? row[at]) as Value))
  }
}

/** The keys that messages tell, from a position on. */
class KeyCollector implements Omit<Found, 'isComplete'> {
  readonly keys: Value[][] = []
  readonly transactions: Transaction[] = []
  open?: { readonly id: number; readonly told: number }
  readonly #table: PostgresTable
  readonly #columns: readonly SqlColumn[]
  readonly #from: LogPosition
  readonly #isUtf8: boolean
  readonly #tables: Map<number, LoggedTable> = new Map()
  #transaction = 0
  #isTold = false
  #skip = 0
  #inTransaction = 0

  constructor(table: PostgresTable, by: ChangeLog, from: LogPosition, isUtf8: boolean) {
    this.#table = table
    this.#columns = keyColumns(table, by)
    this.#from = from
    this.#isUtf8 = isUtf8
  }

  /** False: there are as many as are held at once. */
  take(data: Uint8Array, messages: number): boolean {
    const message = logMessage(data)
    switch (message.kind) {
      case 'begin':
        this.#isTold = message.commit < this.#from.lsn
        this.#skip = this.transactions.length === 0 ? this.#from.skip : 0
        this.#transaction = message.transaction
        this.#inTransaction = 0
        break
      case 'commit':
        if (this.#isTold) break
        this.transactions.push({ id: this.#transaction, keys: this.keys.length, end: message.end, messages })
        break
      case 'table':
        this.#tables.set(message.id, message.table)
        break
      case 'rows':
        if (!this.#isTold) this.#takeRows(message.table, message.rows, message.old)
        break
      case 'truncate':
        if (!this.#isTold && message.tables.some((id) => this.#isOurs(id)))
          throw new BerthError('CURSOR_EXPIRED', { resource: this.#table.name })
        break
      default:
    }
    if (this.keys.length < maxKeys || message.kind === 'commit') return this.keys.length < maxKeys
    this.open = { id: this.#transaction, told: this.#inTransaction }
    return false
  }

  #isOurs(id: number): boolean {
    const { schema, relation } = this.#table
    const told = this.#tables.get(id)
    return told?.schema === schema && told.name === relation
  }

  #takeRows(id: number, rows: readonly LoggedRow[], old: boolean): void {
    const told = this.#tables.get(id)
    if (told === undefined || !this.#isOurs(id)) return
    for (const [at, row] of rows.entries()) {
      if (this.#inTransaction++ < this.#skip) continue
      const isOld = old && at === 0
      this.keys.push(this.#columns.map((column) => this.#value(column, told, row, isOld)))
    }
  }

  #value(column: SqlColumn, told: LoggedTable, row: LoggedRow, isOld: boolean): Value {
    const at = told.columns.findIndex(({ name }) => name === column.name)
    const cell = row[at]
    if (cell === undefined || (isOld && told.columns[at]?.isIdentity !== true))
      throw new BerthError('KEY_MISSING', { dataset: this.#table.name, purpose: 'follow changes by the log' })
    if (cell === null) throw new BerthError('VALUE_MISSING', { dataset: this.#table.name, column: column.name })
    const raw = this.#raw(column, cell)
    return (column.convert?.(raw) ?? raw) as Value
  }

  /** The cell as a SELECT would have given it. */
  #raw(column: SqlColumn, cell: Uint8Array): unknown {
    if (column.select !== undefined) return new Uint8Array(cell)
    const text = Buffer.from(cell.buffer, cell.byteOffset, cell.length).toString('utf8')
    if (column.type.name === 'binary') return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
    // The log is in the encoding of the database; the driver converts nothing here.
    if (this.#isUtf8 || cell.every((byte) => byte < 0x80)) return text
    throw new BerthError('NOT_SUPPORTED', { connector: 'postgres', capability: `changes.log by ${column.name}` })
  }
}

function keyColumns(table: PostgresTable, by: ChangeLog): SqlColumn[] {
  return by.key.map((name) => {
    const column = table.columns.find((each) => each.name === name)
    if (column === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: table.name, column: name })
    return column
  })
}

/** The server removed what the slot still needed, or the slot, while it was read. */
function expired(table: PostgresTable): (error: unknown) => never {
  return (error) => {
    if (BerthError.is(error) && /^(?:55000|42704)$/.test(String(error.details['nativeCode'])))
      throw new BerthError('CURSOR_EXPIRED', { resource: table.name }, { cause: error })
    throw error
  }
}
