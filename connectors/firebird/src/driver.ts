import { BerthError } from '@berth/core'

/** The part of node-firebird that this connector uses. Only this file knows where it comes from. */
export interface FirebirdDriver {
  attach(options: AttachOptions, callback: Callback<unknown>): void
  /** The wire of the latest `attach`, there as soon as that has returned. */
  readonly connection: Wire
}

export type Callback<Result> = (error: unknown, result?: Result) => void

/** How an attachment is made. What is given here is never taken from environment variables. */
export interface AttachOptions {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
  readonly role?: string
  readonly encoding: 'UTF8'
  readonly wireCrypt: 0 | 1 | 2
  readonly pluginName?: string
  /** Keeps the driver from attaching again behind our back when the line is lost. */
  readonly isPool: true
  readonly blobChunkSize: number
  readonly blobReadChunkSize: number
}

/** The driver's connection, beneath its own queries and transactions. */
export interface Wire {
  readonly _socket: WireSocket
  /** Bytes of an answer that is not complete yet. */
  readonly _xdr?: { readonly buffer: Buffer }
  _queueEvent(callback: QueuedCallback | undefined, defer?: boolean): void
  allocateAndPrepareStatement(...given: unknown[]): void
  /** The same in two requests, before Firebird 2.1. */
  prepareStatement(...given: unknown[]): void
  startTransaction(options: TransactionOptions, callback: Callback<WireTransaction>): void
  cancelOperation(): void
  openBlob(id: BlobId, transaction: WireTransaction, callback: Callback<WireBlob>): void
  getSegment(blob: WireBlob, callback: Callback<WireSegments>): void
  closeBlob(blob: WireBlob): void
  detach(callback: Callback<unknown>): void
}

/** What the driver puts into its queue for each request, with its own notes on it. */
export type QueuedCallback = Callback<unknown> & { response?: { readonly status?: readonly StatusItem[] } }

/** One line of a status vector: a code, and what its message names. */
export interface StatusItem {
  readonly gdscode: number
  readonly params?: readonly (string | number)[]
}

/** The TCP socket, without the driver's encryption except for the listeners it has bound itself. */
export interface WireSocket {
  readonly destroyed: boolean
  listeners(event: 'data'): ((chunk: Buffer) => void)[]
  removeAllListeners(event: 'data'): unknown
  addListener(event: 'data', listener: (chunk: Buffer) => void): unknown
  prependListener(event: 'close', listener: () => void): unknown
  once(event: 'connect' | 'close', listener: () => void): unknown
  resume(): unknown
  end(): unknown
  destroy(): unknown
}

/** Isolation as bytes of Firebird's transaction parameter buffer. */
export interface TransactionOptions {
  readonly isolation: readonly number[]
  readonly readOnly: boolean
  readonly wait: boolean
  /** Seconds. */
  readonly waitTimeout: number
}

/** A snapshot for long reads, read only: writers are never kept waiting. */
export const snapshotTransaction: TransactionOptions = { isolation: [2], readOnly: true, wait: false, waitTimeout: 0 }

/** For short questions: sees what is committed, read only; such a transaction holds nothing back at the server. */
export const questionTransaction: TransactionOptions = {
  isolation: [15, 17],
  readOnly: true,
  wait: false,
  waitTimeout: 0,
}

/** For writing: waits some seconds for a lock of somebody else, then says so. */
export const writeTransaction: TransactionOptions = { isolation: [15, 17], readOnly: false, wait: true, waitTimeout: 5 }

export interface WireTransaction {
  newStatement(text: string, callback: Callback<WireStatement>): void
  commit(callback: Callback<unknown>): void
  rollback(callback: Callback<unknown>): void
}

export interface WireStatement {
  /** The kind of statement, `statementSelect` for one with rows to fetch. */
  readonly type: number
  readonly input: InputDescriptor[]
  readonly output: OutputDescriptor[]
  execute(
    transaction: WireTransaction,
    parameters: readonly unknown[],
    /** Gets the row of a procedure that was executed. */
    callback: Callback<FetchedRows | undefined>,
    options: { readonly asObject: false },
  ): void
  fetch(transaction: WireTransaction, rows: number, callback: Callback<FetchedRows>): void
  /** Closes the cursor and keeps the statement. Sent with the next request. */
  close(callback: Callback<unknown>): void
  /** Gives the statement up. Sent with the next request. */
  drop(callback: Callback<unknown>): void
}

export const statementSelect = 1

export interface FetchedRows {
  readonly data: unknown[][]
  /** Whether these were the last rows. */
  readonly fetched: boolean
}

/** A parameter as the server described it. */
export interface InputDescriptor {
  type: number
}

/** A column of a result as the server described it, with the driver's way to read its cells. */
export interface OutputDescriptor {
  type: number
  readonly subType: number
  readonly scale: number
  /** Bytes, as asked for; `nativeLength` where the driver asks for more than the column has. */
  readonly length: number
  readonly nativeLength?: number
  readonly charSetId?: number
  /** `oldProtocol`: before Firebird 3 every cell is followed by a mark that tells NULL. */
  decode(reader: WireReader, oldProtocol: boolean): unknown
}

/** The answer being read. A read past its end throws a `RangeError`, and the driver comes again with more bytes. */
export interface WireReader {
  readonly buffer: Buffer
  pos: number
  readInt(): number
  readUInt(): number
  readFloat(): number
  readDouble(): number
}

export interface BlobId {
  readonly high: number
  readonly low: number
}

export type WireBlob = object

/** Segments of a blob, each led by its length; `handle` 2 means that these are the last. */
export interface WireSegments {
  readonly handle: number
  readonly buffer?: Buffer
}

/** Loads the library. Rejects with `DRIVER_MISSING` when the docking has not installed it. */
export async function loadDriver(): Promise<FirebirdDriver> {
  try {
    const loaded = await import('node-firebird')
    return loaded.default as unknown as FirebirdDriver
  } catch (cause) {
    throw new BerthError('DRIVER_MISSING', { connector: 'firebird', package: 'node-firebird' }, { cause })
  }
}
