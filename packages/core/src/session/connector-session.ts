import type { ChangeBatch, RowBatch } from '../contract/batch.ts'
import type { ConnectorManifest, Session } from '../contract/connector.ts'
import type { Dataset, DescribeRequest, SystemFacts } from '../contract/dataset.ts'
import type { PutFileRequest, PutFileResult } from '../contract/file.ts'
import type {
  AcknowledgeRequest,
  ChangesRequest,
  ColumnSelection,
  LookupRequest,
  LookupResult,
  PrepareChangesRequest,
  ScanRequest,
} from '../contract/read.ts'
import type { ApplyRequest, ApplyResult, InvokeRequest, InvokeResult } from '../contract/write.ts'
import { BerthError } from '../errors/berth-error.ts'
import type { ErrorCode } from '../errors/catalogue.ts'
import { withDeadline } from './deadline.ts'
import { askTogether } from './lookup.ts'

/** How one call departs from the session's settings. */
export interface CallOptions {
  /** Ends the call with `ABORTED`. */
  readonly signal?: AbortSignal
  /** For the call, or for each batch of a read. @default the session's `callTimeoutMs` */
  readonly timeoutMs?: number
}

/** A scan with the batch size left to the default of 1,000 rows. */
export type ScanSettings = Omit<ScanRequest, 'batchRows'> & { readonly batchRows?: number }
/** A read of changes with the batch size left to the default of 1,000 rows. */
export type ChangesSettings = Omit<ChangesRequest, 'batchRows'> & { readonly batchRows?: number }

const defaultBatchRows = 1000

/** How many times longer the first batch of a read may take where everything is put in order before it. */
const stagingPatience = 20

/** How long a read that has failed is waited for, so that it can end in order. Behind a dead line it may never. */
const endingMs = 1000

/** A write that is not answered in time may have happened. */
const writes: ReadonlySet<string> = new Set(['apply', 'invoke'])

/** After these the connection is not known to be sound, and the session is not used again. */
const fatal: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ABORTED',
  'CALL_TIMEOUT',
  'CONNECTION_LOST',
  'PROTOCOL_ERROR',
  'UNKNOWN_OUTCOME',
  'INTERNAL',
])

/**
 * An open session as everybody but its connector uses it. Every method of the contract is there: one that the
 * connector lacks rejects with `NOT_SUPPORTED`. One call at a time; a second one meanwhile is a `TypeError`.
 */
export class ConnectorSession implements AsyncDisposable {
  readonly manifest: ConnectorManifest
  readonly access: 'read' | 'write'
  readonly #session: Session
  readonly #timeoutMs: number
  #running = false
  #usable = true

  constructor(manifest: ConnectorManifest, session: Session, access: 'read' | 'write', timeoutMs: number) {
    this.manifest = manifest
    this.access = access
    this.#session = session
    this.#timeoutMs = timeoutMs
  }

  /** Whether another call may be made. False after a close, a missed deadline, an abort or a lost line. */
  get usable(): boolean {
    return this.#usable
  }

  /** The driver's own connection, for what the contract does not cover. */
  get native(): unknown {
    return this.#session.native
  }

  ping(options: CallOptions = {}): Promise<SystemFacts> {
    return this.#call('ping', options, (signal) => this.#session.ping(signal))
  }

  describe(request: DescribeRequest = {}, options: CallOptions = {}): AsyncIterable<Dataset> {
    const method = this.#method('describe', this.#session.describe)
    return this.#read('describe', options, (signal) => method.call(this.#session, request, signal))
  }

  /** Any number of questions: longer lists are split, and a question that fails alone fails alone (LKP-4). */
  async lookup(request: LookupRequest, options: CallOptions = {}): Promise<LookupResult> {
    const method = this.#method('lookup', this.#session.lookup)
    this.#requireCharsets(request.columns)
    const maxKeys = this.manifest.capabilities.lookup?.maxKeys ?? 1
    return await askTogether(
      request,
      maxKeys,
      () => this.#usable,
      (part) => this.#call('lookup', options, (signal) => method.call(this.#session, part, signal)),
    )
  }

  scan(request: ScanSettings, options: CallOptions = {}): AsyncIterable<RowBatch> {
    const method = this.#method('scan', this.#session.scan)
    this.#requireCharsets(request.columns)
    if (request.after !== undefined && this.manifest.capabilities.scan?.resume !== true)
      throw this.#unsupported('scan.resume')
    const complete = { ...request, batchRows: request.batchRows ?? defaultBatchRows }
    return this.#read('scan', options, (signal) => method.call(this.#session, complete, signal))
  }

  changes(request: ChangesSettings, options: CallOptions = {}): AsyncIterable<ChangeBatch> {
    const method = this.#method('changes', this.#session.changes)
    this.#requireCharsets(request.columns)
    const { kind, key } = request.by
    if (this.manifest.capabilities.changes?.[kind] !== true) throw this.#unsupported(`changes.${kind}`)
    const selected = new Set(request.columns.map(({ name }) => name))
    if (kind !== 'column' && (key.length === 0 || !key.every((name) => selected.has(name))))
      throw new BerthError('KEY_MISSING', { dataset: request.dataset, purpose: 'follow changes' })
    const complete = { ...request, batchRows: request.batchRows ?? defaultBatchRows }
    return this.#read('changes', options, (signal) => method.call(this.#session, complete, signal))
  }

  /** The script that has the system note its changes, for an administrator; nothing of it is run. */
  async prepareChanges(request: PrepareChangesRequest, options: CallOptions = {}): Promise<string> {
    const { kind } = request.by
    const method = this.#session.prepareChanges
    if (method === undefined || this.manifest.capabilities.changes?.[kind] !== true)
      throw this.#unsupported(`changes.${kind}`)
    return await this.#call('prepareChanges', options, (signal) => method.call(this.#session, request, signal))
  }

  /** Tells the system what the target has. Where it does not want to know, nothing happens. */
  async acknowledge(request: AcknowledgeRequest, options: CallOptions = {}): Promise<void> {
    const method = this.#session.acknowledge
    if (method === undefined || this.manifest.capabilities.changes?.acknowledge !== true) return
    await this.#call('acknowledge', options, (signal) => method.call(this.#session, request, signal))
  }

  /** Hands over a finished file. Throws `PARAMETER_INVALID` for a name that leads elsewhere. */
  async putFile(request: PutFileRequest, options: CallOptions = {}): Promise<PutFileResult> {
    const method = this.#session.putFile
    if (method === undefined || this.manifest.capabilities.files?.put !== true) throw this.#unsupported('files.put')
    if (this.access !== 'write') throw this.#unsupported('files.put on a read session')
    if (!isFileName(request.name))
      throw new BerthError('PARAMETER_INVALID', { parameter: 'name', problem: 'not a file name' })
    if (request.folder.split('/').some((part) => part === '..' || /[\\\0]/.test(part)))
      throw new BerthError('PARAMETER_INVALID', { parameter: 'folder', problem: 'path-elsewhere' })
    return await this.#call('putFile', options, (signal) => method.call(this.#session, request, signal))
  }

  async apply(request: ApplyRequest, options: CallOptions = {}): Promise<ApplyResult> {
    const method = this.#method('apply', this.#session.apply)
    if (this.access !== 'write') throw this.#unsupported('apply on a read session')
    const can = this.manifest.capabilities.apply
    for (const leaf of ['deletes', 'dryRun', 'undo'] as const)
      if (request[leaf] !== undefined && can?.[leaf] !== true) throw this.#unsupported(`apply.${leaf}`)
    if (request.mode === 'upsert' && can?.upsert !== true) throw this.#unsupported('apply.upsert')
    const purpose = request.deletes !== undefined ? 'delete' : request.mode
    if (purpose !== 'insert' && request.key.length === 0)
      throw new BerthError('KEY_MISSING', { dataset: request.dataset, purpose })
    return await this.#call('apply', options, (signal) => method.call(this.#session, request, signal))
  }

  async invoke(request: InvokeRequest, options: CallOptions = {}): Promise<InvokeResult> {
    const method = this.#method('invoke', this.#session.invoke)
    if (this.access !== 'write') throw this.#unsupported('invoke on a read session')
    return await this.#call('invoke', options, (signal) => method.call(this.#session, request, signal))
  }

  /** Closes the connection. Never rejects: there is nothing a caller could do. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#usable = false
    const closing = withDeadline(
      'close',
      { signal: undefined, timeoutMs: this.#timeoutMs },
      () => new BerthError('CALL_TIMEOUT', { call: 'close', timeoutMs: this.#timeoutMs }),
      () => this.#session[Symbol.asyncDispose](),
    )
    await closing.catch(() => undefined)
  }

  #method<Method>(
    capability: 'describe' | 'lookup' | 'scan' | 'changes' | 'apply' | 'invoke',
    method: Method | undefined,
  ): Method {
    if (method === undefined || this.manifest.capabilities[capability] === undefined)
      throw this.#unsupported(capability)
    return method
  }

  #requireCharsets(columns: readonly ColumnSelection[]): void {
    if (this.manifest.capabilities.text?.charsetPerColumn === true) return
    if (columns.some((column) => column.charset !== undefined)) throw this.#unsupported('text.charsetPerColumn')
  }

  #unsupported(capability: string): BerthError {
    return new BerthError('NOT_SUPPORTED', { connector: this.manifest.name, capability })
  }

  #stages(call: string): boolean {
    return this.manifest.capabilities.scan?.staged === true && (call === 'scan' || call === 'changes')
  }

  #begin(call: string): void {
    if (!this.#usable) throw new BerthError('CONNECTION_LOST', { call })
    if (this.#running) throw new TypeError(`${call}: this session is busy with another call`)
    this.#running = true
  }

  #failed(error: unknown, call: string): BerthError {
    const failure = BerthError.from(error, 'INTERNAL', { subject: `${this.manifest.name}.${call}` })
    if (fatal.has(failure.code)) this.#usable = false
    return failure
  }

  #deadline<Result>(
    call: string,
    options: CallOptions,
    run: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const timeoutMs = options.timeoutMs ?? this.#timeoutMs
    const timedOut = (): BerthError =>
      writes.has(call)
        ? new BerthError('UNKNOWN_OUTCOME', { call })
        : new BerthError('CALL_TIMEOUT', { call, timeoutMs })
    return withDeadline(call, { signal: options.signal, timeoutMs }, timedOut, run)
  }

  async #call<Result>(
    call: string,
    options: CallOptions,
    run: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    this.#begin(call)
    try {
      return await this.#deadline(call, options, run)
    } catch (error) {
      throw this.#failed(error, call)
    } finally {
      this.#running = false
    }
  }

  async *#read<Item>(
    call: string,
    options: CallOptions,
    start: (signal: AbortSignal) => AsyncIterable<Item>,
  ): AsyncIterable<Item> {
    this.#begin(call)
    const end = new AbortController()
    try {
      const iterator = start(end.signal)[Symbol.asyncIterator]()
      let failed = false
      let patience = this.#stages(call) ? stagingPatience : 1
      try {
        while (true) {
          const within = { timeoutMs: this.#timeoutMs * patience, ...options }
          patience = 1
          const step = await this.#deadline(call, within, (signal) => {
            signal.addEventListener('abort', () => end.abort(signal.reason), { once: true })
            return iterator.next()
          }).catch((error: unknown) => {
            failed = true
            throw error
          })
          if (step.done === true) return
          yield step.value
        }
      } finally {
        end.abort()
        const ending = iterator.return?.()
        if (ending === undefined || !this.#usable) ending?.catch(() => undefined)
        else if (!failed) await this.#deadline(call, {}, () => ending)
        else await this.#deadline(call, { timeoutMs: endingMs }, () => ending).catch(() => undefined)
      }
    } catch (error) {
      throw this.#failed(error, call)
    } finally {
      this.#running = false
    }
  }
}

function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\p{Cc}]/u.test(name)
}
