import type { Grade } from '@berth/core'
import type { DataFileFormat } from '../file-formats.ts'
import type { Aggregate, Mask, SharingType, UpdateCycle } from '../model.ts'
import type { CallerCertificate, PlatformTls, SignerSettings, TrustSettings } from '../security-settings.ts'

/** A `berth.yaml` as it is written, once its structure is known to be right. `model.ts` says what it becomes. */
export interface WrittenManifest {
  readonly berth: 1
  readonly version?: string
  readonly system: {
    readonly id: string
    readonly title: WrittenText
    readonly owner: { readonly title: WrittenText; readonly code: string }
    readonly hours?: string
  }
  readonly platform?: { readonly url: string; readonly agentUrl?: string; readonly tls?: PlatformTls }
  readonly connections: Readonly<Record<string, WrittenConnection>>
  readonly resources?: Readonly<Record<string, WrittenResource>>
  readonly operations?: Readonly<Record<string, WrittenOperation>>
  readonly soap?: {
    readonly url?: string
    readonly behindTls?: boolean
    readonly consumers?: Readonly<Record<string, WrittenConsumer>>
  }
  readonly serve?: {
    readonly tls?: {
      readonly certificate: string
      readonly key: string
      readonly clients?: {
        readonly authorities: string
        readonly callers?: Readonly<Record<string, CallerCertificate>>
      }
    }
  }
  readonly trust?: {
    readonly profile?: NonNullable<TrustSettings['profile']>
    readonly maskKey?: string
    readonly revocations?: { readonly every?: string; readonly maxAge?: string }
    readonly signer?: SignerSettings
  }
}

export interface WrittenConsumer {
  readonly password: string
  readonly grants: readonly string[]
}

/** Chinese, or both languages. */
export type WrittenText = string | { readonly zh: string; readonly en?: string }

export interface WrittenConnection {
  readonly use: string
  readonly options?: Readonly<Record<string, string | number | boolean>>
  readonly datasets?: Readonly<Record<string, unknown>>
  readonly callTimeout?: string
}

export interface WrittenResource {
  readonly title: WrittenText
  readonly summary?: WrittenText
  readonly draft?: boolean
  readonly maintainer?: string
  readonly sharing: {
    readonly type: SharingType
    readonly condition?: string
    readonly basis?: string
    readonly purposes?: readonly string[]
  }
  readonly update: { readonly cycle: UpdateCycle }
  readonly subject?: { readonly kind: 'person' | 'organisation'; readonly by: readonly string[] }
  readonly from: WrittenSource
  readonly items: Readonly<Record<string, WrittenItem>>
  readonly aggregates?: readonly Aggregate[]
  readonly provide?: WrittenProvide
}

export interface WrittenSource {
  readonly connection: string
  readonly table?: string
  readonly view?: string
  readonly dataset?: string
  readonly key?: readonly string[]
  readonly changes?: WrittenChanges
}

/** Which of them stand together is checked by the rules. */
export interface WrittenChanges {
  readonly by?: 'column' | 'log' | 'outbox' | 'snapshot'
  readonly column?: string
  readonly overlap?: string | number
  readonly name?: string
  readonly table?: string
  readonly lateCommit?: string
}

export interface WrittenItem {
  readonly title: WrittenText
  readonly semantics?: WrittenText
  readonly type?: string
  readonly element?: string
  readonly from?: string
  readonly grade?: Grade
  readonly categories?: readonly string[]
  readonly mask?: Mask
  readonly maintainer?: string
  readonly authoritative?: boolean
  readonly required?: boolean
  readonly trim?: boolean
  readonly charset?: string
  readonly format?: WrittenFormat
  readonly codes?: WrittenCodes
  /** YAML reads an unquoted `null` as nothing; it means the word. */
  readonly onInvalid?: 'reject' | 'null' | 'warn' | null
}

/** A date and time pattern, or the texts for true and for false. */
export type WrittenFormat = string | { readonly true: readonly string[]; readonly false: readonly string[] }

/** The id of a code table, legacy codes to standard codes, or both. */
export type WrittenCodes = string | WrittenCodeMap | { readonly table?: string; readonly map?: WrittenCodeMap }

/** Legacy codes to standard codes. */
export type WrittenCodeMap = Readonly<Record<string, string>>

export interface WrittenProvide {
  readonly parameter?: {
    readonly by: readonly (readonly string[])[]
    readonly limit?: number
    readonly offline?: 'reject' | 'replica'
    readonly replica?: { readonly every?: string; readonly maxAge?: string; readonly limit?: number }
  }
  readonly file?: WrittenInBulk & {
    readonly to: string
    readonly connection?: string
    readonly format?: DataFileFormat
    readonly receipts?: { readonly folder: string; readonly within?: string; readonly keys?: string }
  } & WrittenFileLayout
  readonly table?: WrittenInBulk & {
    readonly to: string
    readonly table: string
    readonly columns?: Readonly<Record<string, string>>
  }
}

/** How data files are written, as `FileLayout` of the model. */
export interface WrittenFileLayout {
  readonly charset?: string
  readonly separator?: string
  readonly quote?: string
  readonly escape?: '\\'
  readonly header?: boolean
  readonly nulls?: readonly string[]
  readonly record?: string
  readonly sheet?: string
  readonly recordBytes?: number
  readonly columns?: Readonly<Record<string, WrittenFileColumn>>
}

export interface WrittenFileColumn {
  readonly from?: string
  readonly at?: number
  readonly bytes?: number
  readonly charset?: string
}

export interface WrittenInBulk {
  readonly every?: string
  readonly clearance?: Grade
  readonly categories?: readonly string[]
  readonly purpose?: string
}

export interface WrittenOperation {
  readonly title: WrittenText
  readonly summary?: WrittenText
  readonly maintainer?: string
  readonly purposes?: readonly string[]
  readonly input: Readonly<Record<string, WrittenItem>>
  readonly accept: {
    readonly parameter: {
      readonly connection: string
      readonly table?: string
      readonly procedure?: string
      readonly key?: readonly string[]
      readonly offline?: 'reject' | 'queue'
      readonly queue?: { readonly expires?: string; readonly limit?: number }
    }
  }
}

/** The sound part of something written: what was missing or wrong is not in it. Lists are whole. */
export type Sound<Written> = Written extends readonly unknown[] | string | number | boolean
  ? Written
  : { readonly [Key in keyof Written]?: Sound<Written[Key]> | undefined }
