import type { ConnectorSession, Exemption, Field, Language, Receipt, Row, Value } from '@berth/core'
import type { ReceiptAnchor, SigningKey } from '@berth/trust'
import type { DockingOutline, ItemOutline } from './outline.ts'
import type { SystemCall } from './system-calls.ts'

/**
 * A docking as the kit tries it: its manifest, its connections, and its agent, started for a case and ended with it. All of
 * it is done beside the docking's own state, in a folder that is removed, and nothing is written to a system.
 */
export interface DockingSubject {
  readonly manifest: DockingOutline
  /** The manifest as it is written. */
  readonly text: string
  /** SHA-256 of what is tried, by name: `berth.yaml`, the packages of its connectors. */
  readonly digests: Readonly<Record<string, string>>
  /** Cases that are known to fail, by whose decision, and until when. @default none */
  readonly exemptions?: readonly Exemption[]
  /** Everything that is wrong, or doubtful, in the text of a manifest. */
  check(text: string): Promise<readonly ManifestFinding[]>
  /** What became of the manifest between two texts of it, by what the department compares them with. */
  classify(old: string, now: string): Promise<ClassifiedChange>
  /** A session for reading, opened as the docking opens it. */
  open(connection: string): Promise<ConnectorSession>
  /** What the docking makes of rows of a resource's source, with all its items that have a grade: one entry a row. */
  carry(resource: string, fields: readonly Field[], rows: readonly Row[]): readonly CarriedRow[]
  /** A value of nobody that the item admits, another for each number. Undefined: none can be made up. */
  madeUp(item: ItemOutline, number: number): Value | undefined
  start(settings: StartSettings): Promise<RunningDocking>
  /** The verifier of receipts that the department is given: whether they are whole, up to a place known from elsewhere. */
  verify(receipts: readonly Receipt[], head: ReceiptAnchor): boolean
  /** The secrets of its connections as they are: what must stand in no exit. */
  readonly secrets: readonly Planted[]
  /** Values that were put into the source to be looked for, and may not leave. Absent: those of the sample have to do. */
  readonly planted?: readonly Planted[]
  /** Moments within and outside the hours of its system, in milliseconds since 1970. Absent: it is always up. */
  readonly openAt?: number
  readonly closedAt?: number
  /** What the system itself counts, by a second channel. Absent: only the calls to it are watched. */
  counters?(connection: string): SystemCounters | undefined
  /** What the docking's own commands print and leave, asked with clearance 1: each an exit. Absent: they are not run. */
  commands?(): Promise<readonly Exit[]>
}

/** A text that must not be found, and how it is called in a failure. */
export interface Planted {
  readonly name: string
  readonly text: string
}

/** How a change of a manifest is classed (VER-2). */
export interface ClassifiedChange {
  /** That of its weightiest part. Absent: nothing changed. */
  readonly class?: ChangeClass
  /** `path` as in a finding: `resources.marriage.items.husbandId`. */
  readonly parts: readonly { readonly path: string; readonly class: ChangeClass }[]
}

/** What a change asks of those who use what is changed: nothing, nothing but a look, to change themselves. */
export type ChangeClass = 'patch' | 'compatible' | 'breaking'

export interface ManifestFinding {
  readonly rule: string
  readonly severity: 'error' | 'warning'
  readonly line: number
  readonly column: number
  readonly message: Readonly<Record<Language, string>>
  readonly next: Readonly<Record<Language, string>>
}

/** What became of one row: its values by item, in canonical form, or why it would be left out. */
export type CarriedRow =
  | { readonly values: Readonly<Record<string, Value>> }
  | { readonly item: string; readonly code: string; readonly length?: number }

export interface SystemCounters {
  /** How many writes the system has counted. */
  writes(): Promise<number>
  /** How many locks, snapshots and transactions are kept by others than the counter. */
  locks(): Promise<number>
}

export interface StartSettings {
  /** The platform that may ask. */
  readonly platform: SigningKey
  /** Runs this text of a manifest in place of the docking's own. */
  readonly text?: string
  /** Told of each call to a system before it is made; what it throws, the system answers with. */
  readonly onCall?: (call: SystemCall) => void | Promise<void>
  /** Told before and behind each step that leaves a trace; once it has thrown, the process counts as dead. */
  readonly onStep?: (step: string) => void
  /** What the system's hours are told by, in milliseconds since 1970. */
  readonly now?: () => number
  /** The most rows that a read of a whole dataset gives, for a trial of bounded length. */
  readonly maxRows?: number
}

/** An agent that answers, over a state of its own. */
export interface RunningDocking extends AsyncDisposable {
  send(request: DockingRequest): Promise<DockingAnswer>
  receipts(): Promise<readonly Receipt[]>
  /** Delivers a resource as its exit by file or table would, into a folder of this run. Rejects as an exchange does. */
  deliver(resource: string): Promise<{ readonly rows: number; readonly rejected: number }>
  /** What the receiver of these deliveries has by now: one text for each record, in no order. */
  shown(resource: string): Promise<readonly string[]>
  /** Makes the replica of a resource anew. */
  refresh(resource: string): Promise<void>
  /** Ends it, and starts it anew over the same state. */
  restart(settings: StartSettings): Promise<void>
  /** Everything that leaves or stays behind, as bytes: logs, metrics, documents, receipts, files of the state. */
  exits(): Promise<readonly Exit[]>
}

export interface DockingRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface DockingAnswer {
  readonly status: number
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** One way out, or one thing left behind. */
export interface Exit {
  readonly name: string
  readonly bytes: Uint8Array
  /** The permission bits of a file. Absent: it is none, or the machine has none. */
  readonly mode?: number
}
