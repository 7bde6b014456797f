import type { Grade, LocalizedText } from '@berth/core'

/** One item of a draft, before it is written. */
export interface DraftedItem {
  readonly id: string
  readonly title: LocalizedText
  readonly semantics?: string
  readonly element?: string
  /** In the notation of manifests. */
  readonly type?: string
  readonly format?: string
  readonly from: string
  readonly charset?: string
  readonly grade?: Grade
  readonly required?: true
  readonly onInvalid?: 'warn'
  /** What stands behind it as a comment. */
  readonly remark: string
}

/** One resource of a draft, before it is written. */
export interface DraftedResource {
  readonly id: string
  readonly title: string
  readonly maintainer: string
  readonly subject?: { readonly kind: 'person' | 'organisation'; readonly by: readonly string[] }
  readonly from: {
    readonly connection: string
    readonly kind: 'table' | 'view' | 'dataset'
    readonly dataset: string
    readonly key: readonly string[]
    readonly changes?: { readonly column: string; readonly overlap?: string; readonly nullable: boolean }
  }
  readonly items: readonly DraftedItem[]
  /** Sets of items that a question may be asked by; empty where none names a record. */
  readonly by: readonly (readonly string[])[]
  /** How many items were recognised as a data element. */
  readonly recognised: number
}
