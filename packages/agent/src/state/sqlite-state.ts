import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError, type Receipt } from '@berth/core'
import { type ReplicaPlace, replicaPlace } from '../replica/replica-place.ts'
import { openSnapshot, type Snapshot, type SnapshotSettings } from '../snapshot/open-snapshot.ts'
import { claimFile, createFile } from './claim-file.ts'
import { DiskSync } from './disk-sync.ts'
import { ReceiptChain } from './receipt-chain.ts'
import { type ReceiptKeeping, SqliteReceiptKeeping } from './receipt-keeping.ts'
import { Sealing } from './sealing.ts'
import { SeenRequests } from './seen-requests.ts'
import { sentFiles, writeSentFiles } from './sent-files.ts'
import { type Counter, type CounterFull, SpentCounters } from './spent-counters.ts'
import { sqliteError } from './sqlite-error.ts'
import { beginSchema } from './sqlite-schema.ts'
import { type Columns, SqliteStatements } from './sqlite-statements.ts'
import { stateKey } from './state-key.ts'
import type {
  AcceptedOperation,
  Checkpoint,
  OutboxBatch,
  SentFile,
  StateChanges,
  StatePort,
  Stream,
} from './state-port.ts'

/** Something to be written that was asked for and is not yet. */
interface PendingWrite {
  /** Writes it, and returns what tells that it is committed. */
  readonly write: () => () => void
  readonly reject: (error: BerthError) => void
}

/** Where a state is, whose it is, and its key. */
type StatePlace = Omit<SnapshotSettings, 'stream'>

/** How long a process waits for the transaction of another: longer than one ever takes on a busy disk. */
const patienceMs = 5000

/**
 * Opens the state of a docking in a folder: `state.sqlite` and `state.key`, made when they are not there, readable by
 * their owner only. `docking` is the system's id; the state of another docking does not open. Several processes may have
 * it open; what is for one alone they claim.
 *
 * Throws `STATE_CORRUPT`, `STATE_KEY_MISMATCH`, `RECEIPTS_BROKEN` when the last receipt was altered, `DISK_FULL`,
 * `FILE_UNWRITABLE`, or `STATE_LOCKED` when another process does not let go of it.
 */
export function openSqliteState(folder: string, docking: string): StatePort {
  const file = join(folder, 'state.sqlite')
  // Those who open it at once would each find it new.
  using _opening = claimFile(folder, 'state', patienceMs)
  let database: DatabaseSync | undefined
  try {
    createFile(file)
    database = new DatabaseSync(file, { timeout: patienceMs })
    beginSchema(database, file)
    const check = database.prepare("SELECT value FROM meta WHERE name = 'seal'").get()?.['value']
    const key = stateKey(join(folder, 'state.key'), file, check === undefined)
    const sealing = new Sealing(key, docking)
    if (check === undefined) {
      const seal = sealing.seal(Buffer.from('berth'), ['seal'])
      database.prepare("INSERT INTO meta (name, value) VALUES ('seal', ?)").run(seal)
    } else if (typeof sealing.open(check as Uint8Array, ['seal']) === 'string') {
      throw new BerthError('STATE_KEY_MISMATCH', { file })
    }
    database.exec('COMMIT')
    // From here on it is `DiskSync` that waits for the disk.
    database.exec('PRAGMA synchronous = NORMAL')
    return new SqliteState(database, { folder, docking, key }, file, sealing)
  } catch (cause) {
    database?.close()
    throw sqliteError(cause, file)
  }
}

class SqliteState implements StatePort {
  readonly receiptKeeping: ReceiptKeeping
  readonly #database: DatabaseSync
  readonly #place: StatePlace
  readonly #file: string
  readonly #sealing: Sealing
  readonly #statements: SqliteStatements
  readonly #chain: ReceiptChain
  readonly #disk: DiskSync
  readonly #seen: SeenRequests
  readonly #spent: SpentCounters
  #pending: PendingWrite[] = []
  #closed: Promise<void> | undefined

  constructor(database: DatabaseSync, place: StatePlace, file: string, sealing: Sealing) {
    this.#database = database
    this.#place = place
    this.#file = file
    this.#sealing = sealing
    this.#statements = new SqliteStatements(database, file)
    this.#chain = new ReceiptChain(this.#statements)
    this.#chain.takeUp()
    this.#disk = new DiskSync(`${file}-wal`)
    this.#seen = new SeenRequests(this.#statements)
    this.#spent = new SpentCounters(this.#statements)
    this.receiptKeeping = new SqliteReceiptKeeping(this.#statements, {
      settled: () => this.#settled(),
      write: (run) => this.#enqueue(run, undefined),
    })
  }

  async checkpoint(stream: Stream): Promise<Checkpoint | undefined> {
    const row = await this.#read('SELECT checkpoint FROM stream WHERE resource = ? AND exit = ?', stream)
    const sealed = row?.['checkpoint']
    if (!(sealed instanceof Uint8Array)) return undefined
    return JSON.parse(this.#open(sealed, stream, 'checkpoint').toString()) as Checkpoint
  }

  async delivered(stream: Stream): Promise<number> {
    const row = await this.#read('SELECT delivered FROM stream WHERE resource = ? AND exit = ?', stream)
    return Number(row?.['delivered'] ?? 0)
  }

  async waiting(stream: Stream): Promise<OutboxBatch | undefined> {
    const query = 'SELECT head, content FROM outbox WHERE resource = ? AND exit = ? ORDER BY number LIMIT 1'
    const row = await this.#read(query, stream)
    if (row === undefined) return undefined
    const head = this.#open(row['head'] as Uint8Array, stream, 'head')
    const content = this.#open(row['content'] as Uint8Array, stream, 'content')
    return { ...(JSON.parse(head.toString()) as Omit<OutboxBatch, 'content'>), content }
  }

  async operation(key: string): Promise<AcceptedOperation | undefined> {
    await this.#settled()
    const row = this.#statements.one('SELECT * FROM operation WHERE key = ?', key)
    return row === undefined ? undefined : this.#operationOf(row)
  }

  async waitingOperations(): Promise<readonly AcceptedOperation[]> {
    await this.#settled()
    const rows = this.#statements.all(
      "SELECT * FROM operation WHERE state <> 'done' AND input IS NOT NULL ORDER BY position",
    )
    return rows.map((row) => this.#operationOf(row))
  }

  async sentFiles(): Promise<readonly SentFile[]> {
    await this.#settled()
    return sentFiles(this.#statements)
  }

  async receipts(after: number, limit: number): Promise<readonly Receipt[]> {
    await this.#settled()
    const rows = this.#statements.all('SELECT body FROM receipt WHERE number > ? ORDER BY number LIMIT ?', after, limit)
    return rows.map((row) => JSON.parse(String(row['body'])) as Receipt)
  }

  claim(name: string): Promise<AsyncDisposable> {
    return new Promise((resolve) => {
      const held = claimFile(this.#place.folder, name)
      resolve({ [Symbol.asyncDispose]: () => Promise.resolve(held[Symbol.dispose]()) })
    })
  }

  snapshot(stream: Stream): Promise<Snapshot> {
    return new Promise((resolve) => resolve(openSnapshot({ ...this.#place, stream })))
  }

  replica(resource: string): ReplicaPlace {
    return replicaPlace(this.#place, resource)
  }

  commit(changes: StateChanges): Promise<readonly Receipt[]> {
    return this.#enqueue(() => this.#write(changes), changes.durable)
  }

  async remember(request: string, expiresAt: number, now: number): Promise<boolean> {
    const digest = createHash('sha256').update(request).digest()
    const seen = await this.#enqueue(() => this.#seen.add(digest, expiresAt, now), 'soon')
    if (seen === 'full') throw new BerthError('OVERLOADED')
    return seen === 'fresh'
  }

  spend(counters: readonly Counter[], now: number): Promise<CounterFull | undefined> {
    return this.#enqueue(() => this.#spent.spend(counters, now), 'soon')
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#flush()
    try {
      await this.#disk.close()
    } finally {
      this.#database.close()
    }
  }

  /** What is asked for in one turn of the event loop shares one transaction, and one wait for the disk. */
  #enqueue<Result>(write: () => Result, durable: 'soon' | undefined): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#pending.push({
        write: () => {
          const result = write()
          return () => {
            if (durable === 'soon') {
              this.#disk.soon()
              resolve(result)
            } else resolve(this.#disk.now().then(() => result))
          }
        },
        reject,
      })
      if (this.#pending.length === 1) setImmediate(() => this.#flush())
    })
  }

  #flush(): void {
    const pending = this.#pending
    if (pending.length === 0) return
    this.#pending = []
    let committed: (() => void)[]
    try {
      if (this.#disk.failure !== undefined) throw this.#disk.failure
      this.#statements.run('BEGIN IMMEDIATE')
      this.#chain.takeUp()
      committed = pending.map(({ write }) => write())
      this.#statements.run('COMMIT')
    } catch (cause) {
      this.#chain.rollBack()
      this.#seen.rollBack()
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK')
      const error = sqliteError(cause, this.#file)
      for (const { reject } of pending) reject(error)
      return
    }
    for (const tell of committed) tell()
  }

  #write(changes: StateChanges): readonly Receipt[] {
    const { stream } = changes
    if (stream !== undefined) this.#writeStream(stream, changes)
    const receipts = (changes.receipts ?? []).map((entry) => this.#chain.append(entry))
    changes.operations?.forEach((operation, index) => {
      this.#writeOperation(operation, receipts[index]?.number)
    })
    return receipts
  }

  #writeStream(stream: Stream, changes: StateChanges): void {
    const { resource, exit } = stream
    if (changes.restart === true) {
      this.#statements.run('UPDATE stream SET checkpoint = NULL WHERE resource = ? AND exit = ?', resource, exit)
      this.#statements.run('DELETE FROM outbox WHERE resource = ? AND exit = ?', resource, exit)
    }
    if (changes.acknowledged !== undefined) {
      const where = 'resource = ? AND exit = ? AND number = ?'
      this.#statements.run(`DELETE FROM outbox WHERE ${where}`, resource, exit, changes.acknowledged)
    }
    if (changes.put !== undefined) {
      const { content, ...head } = changes.put
      const insert = 'INSERT INTO outbox (resource, exit, number, head, content) VALUES (?, ?, ?, ?, ?)'
      const sealedHead = this.#seal(Buffer.from(JSON.stringify(head)), stream, 'head')
      this.#statements.run(insert, resource, exit, head.number, sealedHead, this.#seal(content, stream, 'content'))
    }
    writeSentFiles(this.#statements, stream, changes)
    const { checkpoint, delivered = 0 } = changes
    if (checkpoint === undefined) return
    this.#statements.run(
      `INSERT INTO stream (resource, exit, delivered, checkpoint) VALUES (?, ?, ?, ?)
       ON CONFLICT (resource, exit) DO UPDATE SET delivered = max(delivered, excluded.delivered),
         checkpoint = excluded.checkpoint`,
      resource,
      exit,
      delivered,
      this.#seal(Buffer.from(JSON.stringify(checkpoint)), stream, 'checkpoint'),
    )
  }

  #writeOperation(operation: AcceptedOperation, receipt: number | undefined): void {
    const { key, input } = operation
    this.#statements.run(
      `INSERT INTO operation (key, position, operation, digest, state, input, receipt)
       VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM operation), ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET state = excluded.state, input = excluded.input,
         position = CASE WHEN input IS NULL AND excluded.input IS NOT NULL THEN excluded.position ELSE position END,
         receipt = coalesce(excluded.receipt, receipt)`,
      key,
      operation.operation,
      operation.digest,
      operation.state,
      input === undefined ? null : this.#sealing.seal(input, ['operation', key]),
      receipt ?? operation.receipt ?? null,
    )
  }

  #operationOf(row: Columns): AcceptedOperation {
    const sealed = row['input']
    const input =
      sealed instanceof Uint8Array ? this.#sealing.open(sealed, ['operation', String(row['key'])]) : undefined
    if (typeof input === 'string')
      throw new BerthError('STATE_CORRUPT', { file: this.#file, nativeCode: `seal ${input}` })
    return {
      key: String(row['key']),
      operation: String(row['operation']),
      digest: String(row['digest']),
      state: row['state'] as AcceptedOperation['state'],
      ...(input === undefined ? {} : { input }),
      ...(row['receipt'] === null ? {} : { receipt: Number(row['receipt']) }),
    }
  }

  #seal(content: Uint8Array, stream: Stream, part: string): Uint8Array {
    return this.#sealing.seal(content, [stream.resource, stream.exit, stream.source, part])
  }

  #open(sealed: Uint8Array, stream: Stream, part: string): Buffer {
    const content = this.#sealing.open(sealed, [stream.resource, stream.exit, stream.source, part])
    if (typeof content !== 'string') return Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    throw new BerthError(content === 'foreign' ? 'CURSOR_FOREIGN' : 'CURSOR_INVALID', { resource: stream.resource })
  }

  /** What was asked to be written before is read. */
  #settled(): Promise<void> {
    this.#flush()
    return Promise.resolve()
  }

  async #read(sql: string, stream: Stream): Promise<Columns | undefined> {
    await this.#settled()
    return this.#statements.one(sql, stream.resource, stream.exit)
  }
}
