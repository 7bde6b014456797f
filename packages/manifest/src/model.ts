import type { Grade, LocalizedText, LogicalType } from '@berth/core'
import type { DataFileFormat } from './file-formats.ts'
import type { PlatformTls, ServeSettings, TrustSettings } from './security-settings.ts'

/** A `berth.yaml`, checked and normalised: texts localized, types parsed, defaults filled in, durations in milliseconds. */
export interface DockingManifest {
  /** The version of the docking contract. */
  readonly berth: 1
  /** Of the docking itself: `1.4.0`. What changed since an older one is declared by it (VER-2). Absent: nothing is declared. */
  readonly version?: string
  readonly system: System
  readonly platform?: PlatformLink
  readonly connections: Readonly<Record<string, Connection>>
  readonly resources: Readonly<Record<string, Resource>>
  readonly operations: Readonly<Record<string, Operation>>
  /** Absent: the agent does not serve SOAP. */
  readonly soap?: SoapService
  /** Absent: plain HTTP, for this machine or a proxy in front. */
  readonly serve?: ServeSettings
  /** Absent: the defaults of each. */
  readonly trust?: TrustSettings
  /** SHA-256 of the file's bytes, hexadecimal: what receipts and reports are bound to. */
  readonly digest: string
  /** The folder of the file; relative paths in the manifest start there. */
  readonly folder: string
}

/** The legacy system that is docked. */
export interface System {
  /** `civil-affairs.marriage` */
  readonly id: string
  readonly title: LocalizedText
  /** `code` is a unified social credit code. */
  readonly owner: { readonly title: LocalizedText; readonly code: string }
  /** When the legacy system itself is up, as written. Absent: always. */
  readonly hours?: string
}

export interface PlatformLink {
  readonly url: string
  /** Where the platform reaches this agent. Absent: it does not, and lookups are not offered. */
  readonly agentUrl?: string
  /** Absent: the authorities that Node knows, and no certificate of our own. */
  readonly tls?: PlatformTls
}

/** How the agent serves consumers that speak SOAP only. */
export interface SoapService {
  /** Where they reach it, as the WSDL tells. Absent: at the `Host` of a request. */
  readonly url?: string
  /** A proxy in front ends TLS: a password may come in the clear. @default false */
  readonly behindTls: boolean
  /** Those that log in by UsernameToken, by user name, which is the consumer of their grants. */
  readonly consumers: Readonly<Record<string, SoapConsumer>>
}

export interface SoapConsumer {
  readonly id: string
  /** As written: a text with references `${secret:NAME}`. */
  readonly password: string
  /** Files, each with one grant of the platform. */
  readonly grants: readonly string[]
}

/** One connection to a system, through a connector package. */
export interface Connection {
  readonly id: string
  /** The package, `@berth/connector-firebird`. */
  readonly use: string
  /** As written: texts may hold references `${env:NAME}` and `${secret:NAME}`, resolved only when it is opened. */
  readonly options: Readonly<Record<string, string | number | boolean>>
  /** What is written about datasets that the system cannot tell of itself, by their names, as the connector takes it. */
  readonly datasets: Readonly<Record<string, unknown>>
  /** How long one call may take, or the next batch of a read. Absent: 30 seconds. */
  readonly callTimeoutMs?: number
}

export type SharingType = 'unconditional' | 'conditional' | 'none'
export type UpdateCycle = 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly' | 'irregular'

/** One catalogue entry: a set of data items with one owner and one sharing condition. */
export interface Resource {
  readonly id: string
  readonly title: LocalizedText
  readonly summary?: LocalizedText
  /** Written by `berth discover` and not yet reviewed: nothing of it leaves. */
  readonly draft: boolean
  readonly sharing: {
    readonly type: SharingType
    readonly condition?: string
    readonly basis?: string
    /** The purposes it may be asked for. Empty: any purpose that a grant names. */
    readonly purposes: readonly string[]
  }
  readonly update: { readonly cycle: UpdateCycle }
  /** Whom a record is about: the items that hold the identifiers of natural or legal persons. */
  readonly subject?: { readonly kind: 'person' | 'organisation'; readonly by: readonly string[] }
  readonly from: ResourceSource
  /** In the order written; the order of the output. */
  readonly items: readonly Item[]
  /** Items that are of a higher grade together. Absent: none are. */
  readonly aggregates?: readonly Aggregate[]
  readonly provide: ProvideModes
}

/** Items that tell more together than each alone: where all are granted, one is withheld below this grade (SEC-1). */
export interface Aggregate {
  readonly items: readonly string[]
  readonly grade: Grade
}

/**
 * How a value is masked. `partial`: what the element keeps (`110105********0021`, `135****1234`, `张*`). `district`: an
 * address down to the district. `year`, `month`: of a date. `hash`: a token under a key, the same for the same value
 * of the same data element. `suppress`: null. A value that has not the shape for it
 * becomes `***`.
 */
export type MaskForm = 'partial' | 'district' | 'year' | 'month' | 'hash' | 'suppress'

/** What an item is given as to whom its own grade is closed. */
export interface Mask {
  readonly form: MaskForm
  /** Of the masked form, lower than that of the item. */
  readonly grade: Grade
}

/** Where a resource's records stand. */
export interface ResourceSource {
  readonly connection: string
  /** The dataset as the connector names it: written `table`, `view` or `dataset`. */
  readonly dataset: string
  /** Columns that name a row uniquely; empty where there is none. */
  readonly key: readonly string[]
  /** Absent: a sync reads everything each time. */
  readonly changes?: ChangesSource
}

/** How it is known what changed since the last exchange. All ways but that of a column tell deleted rows too (CHG-2). */
export type ChangesSource =
  | {
      readonly by: 'column'
      readonly column: string
      /** In the column's own unit: milliseconds for times, counts for numbers. */
      readonly overlap: number
    }
  | {
      readonly by: 'log'
      /** What the administrator called it. Absent: the system has one only. */
      readonly name?: string
    }
  | {
      readonly by: 'outbox'
      /** The table that triggers fill. */
      readonly dataset: string
      /** Absent: the connector's default. */
      readonly lateCommitMs?: number
    }
  /** By comparing with what the agent remembers of the last exchange. */
  | { readonly by: 'snapshot' }

/** How a text column holds a value of another type. */
export interface TextFormat {
  /** Date and time pattern of Unicode TR35, the letters `yyyy MM dd HH mm ss SSS` and literals: `yyyyMMdd`. */
  readonly pattern?: string
  /** Texts for true and for false, where a boolean is written in letters or digits. */
  readonly true?: readonly string[]
  readonly false?: readonly string[]
}

/** One data item (M7): its semantics, format, grade and maintainer. */
export interface Item {
  readonly id: string
  readonly title: LocalizedText
  readonly semantics?: LocalizedText
  /** From the item, else from its data element. */
  readonly type: LogicalType
  /** The id of a data element, `person.citizenNumber`. */
  readonly element?: string
  /** The source column. */
  readonly from: string
  /** Absent: not graded, and never sent. */
  readonly grade?: Grade
  readonly categories: readonly string[]
  /** Absent: it is given as it is, or not at all. */
  readonly mask?: Mask
  readonly maintainer: string
  /** Whether this system is the one source of the item (一数一源). */
  readonly authoritative: boolean
  /** Null is refused. */
  readonly required: boolean
  /** Blanks at the end are padding of the column and are cut. @default true for text */
  readonly trim: boolean
  readonly charset?: string
  readonly format?: TextFormat
  /** A code table: `gb.sex`, or codes written here, legacy code to standard code. */
  readonly codes?: { readonly table?: string; readonly map?: Readonly<Record<string, string>> }
  /** What a value that fails the element's check, its type or its table does. @default 'reject' */
  readonly onInvalid: 'reject' | 'null' | 'warn'
}

/** The cells of the provide direction that a resource offers. */
export interface ProvideModes {
  readonly parameter?: ProvideByParameter
  readonly file?: ProvideByFile
  readonly table?: ProvideByTable
}

export interface ProvideByParameter {
  /** Sets of items that a question may be asked by. */
  readonly by: readonly (readonly string[])[]
  /** The most rows one answer holds. @default 50 */
  readonly limit: number
  /** Outside the system's hours or during an outage. @default 'reject' */
  readonly offline: 'reject' | 'replica'
  /** There where `offline` is `replica`. */
  readonly replica?: ReplicaSettings
}

/** The copy of a resource that answers while its system is down. */
export interface ReplicaSettings {
  /** How often it is made anew. @default a day */
  readonly everyMs: number
  /** The age of its data beyond which it does not answer. @default 7 days */
  readonly maxAgeMs: number
  /** The most rows it may have. @default 1000000 */
  readonly limit: number
}

/** How submissions wait while their system is down. */
export interface QueueSettings {
  /** How long a submission is kept; then it has failed. @default 7 days */
  readonly expiresMs: number
  /** The most submissions of one operation that wait. @default 10000 */
  readonly limit: number
}

interface ProvideInBulk {
  /** The highest grade that may go there. Absent: nothing does (SEC-1). */
  readonly clearance?: Grade
  /** The categories that may go there. Absent: `personal` alone. Empty: items without a category only. */
  readonly categories?: readonly string[]
  readonly purpose?: string
  /** Absent: only when `berth sync` is run. */
  readonly everyMs?: number
}

export interface ProvideByFile extends ProvideInBulk {
  /** `platform`, or a folder: at `connection` where there is one, else of this machine. */
  readonly to: string
  /** A connection that takes files: SFTP, FTP. Absent: a folder of this machine. */
  readonly connection?: string
  /** @default 'ndjson' */
  readonly format: DataFileFormat
  /** Absent: as the format is written when nothing else is said. */
  readonly layout?: FileLayout
  /** Absent: nobody looks for receipts. */
  readonly receipts?: AwaitedReceipts
}

/** Where the receiver of data files leaves its receipts (FIL-2). */
export interface AwaitedReceipts {
  /** At the file's connection where there is one, else of this machine. */
  readonly folder: string
  /** How long one may take; then it is missing. @default 2 days */
  readonly withinMs: number
  /** A file with the public keys of receivers. Absent: signatures are not verified. */
  readonly keys?: string
}

/**
 * How data files are written, in the words in which a connection to files says how they are read. A key stands only with formats
 * that take it.
 */
export interface FileLayout {
  /** @default UTF-8; of a dBase table GBK */
  readonly charset?: string
  /** CSV: one character. @default ',' */
  readonly separator?: string
  /** CSV: one character, or empty for none. @default '"' */
  readonly quote?: string
  /** CSV: takes the meaning from what is behind it. @default none: a quote is doubled */
  readonly escape?: '\\'
  /** Whether the first record names the columns. @default true; fixed width: false */
  readonly header?: boolean
  /** Texts that stand for NULL; the first is written. @default an empty field */
  readonly nulls?: readonly string[]
  /** XML: the path of the element that is a record, `/permits/permit`. */
  readonly record?: string
  /** xlsx: the name of the sheet. @default 'Sheet1' */
  readonly sheet?: string
  /** Fixed width: the bytes of a record, without line ends. @default records are lines */
  readonly recordBytes?: number
  /** By item id; an item not named has its own name in the file. */
  readonly columns?: Readonly<Record<string, FileLayoutColumn>>
}

/** One item in a data file. */
export interface FileLayoutColumn {
  /** The word of the header, the field of a table, a path in the record. @default the id of the item */
  readonly from?: string
  /** Fixed width: the first byte of the column in its record, from 1, and how many there are; of a dBase text its bytes. */
  readonly at?: number
  readonly bytes?: number
  /** Fixed width: where it is not that of the file. */
  readonly charset?: string
}

export interface ProvideByTable extends ProvideInBulk {
  /** A connection. */
  readonly to: string
  readonly dataset: string
  /** Target columns by item id; an item not named goes to a column of its own name. */
  readonly columns: Readonly<Record<string, string>>
}

/** Something the platform passes in (accept). */
export interface Operation {
  readonly id: string
  readonly title: LocalizedText
  readonly summary?: LocalizedText
  readonly purposes: readonly string[]
  /** `from` of an input item is the target's column or parameter. */
  readonly input: readonly Item[]
  readonly accept: {
    readonly parameter: {
      readonly connection: string
      /** A dataset that a row is written to, or an operation of the system that is called: one of the two. */
      readonly dataset?: string
      readonly procedure?: string
      readonly key: readonly string[]
      readonly offline: 'reject' | 'queue'
      /** There where `offline` is `queue`. */
      readonly queue?: QueueSettings
    }
  }
}
