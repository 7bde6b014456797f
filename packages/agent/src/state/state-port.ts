import type { Cursor, Receipt, ReceiptEntry } from '@berth/core'
import type { ReplicaPlace } from '../replica/replica-place.ts'
import type { Snapshot } from '../snapshot/open-snapshot.ts'
import type { ReceiptKeeping } from './receipt-keeping.ts'
import type { Counter, CounterFull } from './spent-counters.ts'

/**
 * What a docking remembers: how far each exchange came, what waits to be sent, which operations were taken in, which
 * requests were seen, and the chain of receipts. What belongs together is written in one commit, there whole or not at all (AVL-2). Several
 * processes may have it open and write: the receipts of all are one chain.
 *
 * Cursors, batches and inputs hold values of the source; an implementation keeps them sealed (SEC-2). Every call may
 * reject with `STATE_LOCKED`, `STATE_CORRUPT`, `DISK_FULL` or `FILE_UNWRITABLE`. After a close only closing is legal.
 */
export interface StatePort extends AsyncDisposable {
  /**
   * How far a stream came. Undefined: it never began. Rejects with `CURSOR_INVALID` when what is kept cannot be read,
   * and with `CURSOR_FOREIGN` when it was kept for another source (CUR-2).
   */
  checkpoint(stream: Stream): Promise<Checkpoint | undefined>
  /** The number of the last file that a stream delivered, 0 when none; readable when its cursor is not. */
  delivered(stream: Stream): Promise<number>
  /** The oldest batch that was not acknowledged. Rejects as `checkpoint` does. */
  waiting(stream: Stream): Promise<OutboxBatch | undefined>
  /** An operation that was taken in under this key. */
  operation(key: string): Promise<AcceptedOperation | undefined>
  /** Operations that wait with their input, those that have begun among them, in the order in which they came. */
  waitingOperations(): Promise<readonly AcceptedOperation[]>
  /** The data files of all streams whose receivers have not confirmed them, in order (FIL-2). */
  sentFiles(): Promise<readonly SentFile[]>
  /** Receipts behind `after`, in order; 0 is before the first. */
  receipts(after: number, limit: number): Promise<readonly Receipt[]>
  /** What becomes of receipts once they are written: heads, archives, and what is erased. */
  readonly receiptKeeping: ReceiptKeeping
  /**
   * Takes a name for its holder alone, among all processes that have this state open, until it is disposed or the
   * process ends. Rejects with `STATE_LOCKED` when it is held, by this process too; it does not wait.
   */
  claim(name: string): Promise<AsyncDisposable>
  /**
   * Opens what the target of a stream was told of its resource, for the holder of the stream's claim. Rejects with
   * `STATE_LOCKED`, `STATE_CORRUPT`, `DISK_FULL` or `FILE_UNWRITABLE`.
   */
  snapshot(stream: Stream): Promise<Snapshot>
  /** Where the replica of a resource is kept, and what it is sealed with. */
  replica(resource: string): ReplicaPlace
  /**
   * Remembers a request that holds once, until `expiresAt`, as `durable: 'soon'`. False when it is remembered already
   * (SEC-5). Times are milliseconds since 1970. Rejects with `OVERLOADED` rather than forget one too early.
   */
  remember(request: string, expiresAt: number, now: number): Promise<boolean>
  /**
   * Adds to counters, to all of them or where one has no room to none, which is then told; as `durable: 'soon'`. `now` is
   * milliseconds since 1970.
   */
  spend(counters: readonly Counter[], now: number): Promise<CounterFull | undefined>
  /** Writes all of it durably, and returns the receipts as chained, in the order given (LOG-1). */
  commit(changes: StateChanges): Promise<readonly Receipt[]>
}

/** One resource on its way to one exit, from one source. */
export interface Stream {
  readonly resource: string
  /** The exit and its target: `file`, `platform`, `table:<connection>/<dataset>`. Another target is another stream. */
  readonly exit: string
  /** Names the source that cursors belong to: connector, dataset, key. A cursor of another source is foreign. */
  readonly source: string
}

/** How far a stream came. */
export interface Checkpoint {
  /** The file or batch this is about, from 1. */
  readonly number: number
  /** Where reading goes on. Absent: at the beginning. */
  readonly cursor?: Cursor
  /** What the exit itself keeps: plain JSON. */
  readonly progress: Readonly<Record<string, unknown>>
}

/** A batch on its way: the same bytes each time it is sent. */
export interface OutboxBatch {
  readonly number: number
  readonly rows: number
  readonly content: Uint8Array
  /** The checkpoint that holds once the target has acknowledged the batch (CUR-1). */
  readonly after: Checkpoint
}

/** An operation that the platform passed in (INV-1). */
export interface AcceptedOperation {
  /** Names the submission: operation, consumer and idempotency key. */
  readonly key: string
  readonly operation: string
  /** SHA-256 of the input, hexadecimal. Another input under the same key is another submission. */
  readonly digest: string
  /**
   * `waiting` for the system; `begun`: handed to the system, outcome not known yet; `failed`: the system has surely not
   * done it, and the same submission may be tried again; `done`.
   */
  readonly state: 'waiting' | 'begun' | 'failed' | 'done'
  /** What is needed to carry it out, as long as it waits in the queue. */
  readonly input?: Uint8Array
  /** The number of its receipt, once there is one. */
  readonly receipt?: number
}

/** A data file that was delivered and waits for the receipt of its receiver. */
export interface SentFile extends Pick<Stream, 'resource' | 'exit'> {
  /** Its sequence number. */
  readonly number: number
  readonly file: string
  readonly rows: number
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
  /** Milliseconds since 1970. */
  readonly sentAt: number
  /** What its receipt says otherwise, when it was last looked for. Absent: there was none. */
  readonly differs?: readonly string[]
}

/** What one commit writes. */
export interface StateChanges {
  /**
   * `soon`: it outlives the process at once, and a loss of power within a second: for receipts of questions, which would
   * else wait for the disk. Absent: it outlives both.
   */
  readonly durable?: 'soon'
  readonly stream?: Stream
  /** Replaces the checkpoint of `stream`. */
  readonly checkpoint?: Checkpoint
  /** Removes a batch of `stream` from the outbox, by its number. */
  readonly acknowledged?: number
  /** Puts a batch of `stream` into the outbox. */
  readonly put?: OutboxBatch
  /** With a checkpoint: the file of `stream` that is delivered now: its number is never used again, not after a restart either. */
  readonly delivered?: number
  /** Files of `stream` that wait for their receipts; each replaces the one with its number. */
  readonly sent?: readonly SentFile[]
  /** Numbers of files of `stream` that wait no more. */
  readonly confirmed?: readonly number[]
  /** Forgets checkpoint and outbox of `stream` before anything else is written; what was delivered stays known. */
  readonly restart?: true
  readonly receipts?: readonly ReceiptEntry[]
  /** Each replaces the one with its key; `receipts[i]` of the same commit, where there is one, is that of `operations[i]`. */
  readonly operations?: readonly AcceptedOperation[]
}
