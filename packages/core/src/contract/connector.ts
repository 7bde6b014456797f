import type { ChangeBatch, RowBatch } from './batch.ts'
import type { Capabilities } from './capabilities.ts'
import type { Dataset, DescribeRequest, SystemFacts } from './dataset.ts'
import type { ObjectDefinition } from './definition.ts'
import type { PutFileRequest, PutFileResult } from './file.ts'
import type { OptionsSchema } from './options.ts'
import type {
  AcknowledgeRequest,
  ChangesRequest,
  LookupRequest,
  LookupResult,
  PrepareChangesRequest,
  ScanRequest,
} from './read.ts'
import type { LocalizedText } from './value.ts'
import type { ApplyRequest, ApplyResult, InvokeRequest, InvokeResult } from './write.ts'

/** What a connector says of itself before it is opened. Plain data. */
export interface ConnectorManifest {
  /** Short and stable: `firebird`. */
  readonly name: string
  /** The version of the docking contract it is written for, checked when it is opened (VER-1). */
  readonly contract: 1
  readonly title: LocalizedText
  /** The library it drives, installed by the docking. Absent: it needs none. */
  readonly driver?: { readonly package: string; readonly range: string }
  /** Versions of the system its tests ran against, as the system names them. */
  readonly testedServers: readonly string[]
  readonly options: OptionsSchema
  /**
   * What a docking writes about each dataset, where the system cannot tell: the files, the request, the place of the
   * records. Absent: the system knows its datasets itself.
   */
  readonly datasets?: ObjectDefinition
  readonly capabilities: Capabilities
  /** Known departures from the contract, shown wherever the connector is. Each ends on a day. */
  readonly exemptions: readonly Exemption[]
}

/** A conformance case that is known to fail, by whose decision, and until when. */
export interface Exemption {
  /** The id of the case: `changes/ties`. */
  readonly case: string
  readonly reason: string
  /** Who answers for it. */
  readonly owner: string
  /** The last day that it holds, a `date`: `2027-03-31`. Behind it the case fails again. */
  readonly expires: string
}

/**
 * A database or protocol, as its implementor writes it. Passed through `defineConnector`; used through `openSession`,
 * which validates, defaults, keeps deadlines and wraps errors, so that nothing here repeats those.
 */
export interface Connector<Options = unknown> {
  readonly manifest: ConnectorManifest
  /**
   * Opens one conversation with the system. `options` are valid and complete by `manifest.options`.
   * Rejects with a `BerthError`; whatever was opened on the way is closed again.
   */
  open(options: Options, context: ConnectContext): Promise<Session>
}

export interface ConnectContext {
  /** Ends the attempt: on the connect deadline, or when the caller gives up. */
  readonly signal: AbortSignal
  /** `read` for everything a docking provides: the session then writes nothing and takes no lasting lock (SEC-4). */
  readonly access: 'read' | 'write'
  /** What the docking wrote about datasets, by their names, each valid by `manifest.datasets`. */
  readonly datasets: Readonly<Record<string, unknown>>
}

/**
 * One conversation with a system: one connection, one call at a time. The wrapper sees to that, and to the deadline
 * behind every `signal`. When a signal aborts, the call ends soon with `ABORTED`, the system is told where it can be,
 * and nothing stays behind (RES-1). A method that is absent is a capability that is absent.
 *
 * After `[Symbol.asyncDispose]()` or an error whose code says the connection is gone, no method is called again.
 */
export interface Session {
  /** Asks the system for a sign of life and what it says of itself. */
  ping(signal: AbortSignal): Promise<SystemFacts>
  /** Datasets in the order of their names. */
  describe?(request: DescribeRequest, signal: AbortSignal): AsyncIterable<Dataset>
  /** `keys` never holds more than `capabilities.lookup.maxKeys` tuples. All are answered, or the call rejects. */
  lookup?(request: LookupRequest, signal: AbortSignal): Promise<LookupResult>
  /** Yields only when the consumer asks (RES-2); leaving the loop early ends the read at the system. */
  scan?(request: ScanRequest, signal: AbortSignal): AsyncIterable<RowBatch>
  /** Ends when what had changed at its start was delivered. By a column it is ordered by that, then the key. */
  changes?(request: ChangesRequest, signal: AbortSignal): AsyncIterable<ChangeBatch>
  /**
   * The script with which an administrator has the system note its changes. Nothing of it is run. There with the
   * capabilities `changes.log` and `changes.outbox`.
   */
  prepareChanges?(request: PrepareChangesRequest, signal: AbortSignal): Promise<string>
  /**
   * The target has everything up to a cursor that `changes` gave out: the system is told, where it wants to know. Safe to
   * repeat. There with the capability `changes.acknowledge`.
   */
  acknowledge?(request: AcknowledgeRequest, signal: AbortSignal): Promise<void>
  /** Rejects with `UNKNOWN_OUTCOME` when the line was cut after the commit was sent. */
  apply?(request: ApplyRequest, signal: AbortSignal): Promise<ApplyResult>
  /** Rejects with `UNKNOWN_OUTCOME` when the request may have been carried out, never with a guess (INV-1). */
  invoke?(request: InvokeRequest, signal: AbortSignal): Promise<InvokeResult>
  /** Hands over a finished file, whole or not at all (FIL-1). There with the capability `files.put`. */
  putFile?(request: PutFileRequest, signal: AbortSignal): Promise<PutFileResult>
  /** Closes the connection. Safe to call twice. */
  [Symbol.asyncDispose](): Promise<void>
  /** The driver's own connection, for what the contract does not cover. No promise about its type. */
  readonly native?: unknown
}
