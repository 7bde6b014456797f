import type { PayloadEncoding } from '../answer/payload.ts'
import type { AnswerFormat } from '../answer/tree.ts'
import type { PagingKind } from '../paging/paging.ts'

/** A definition as a docking writes it, valid by `datasetMembers`. */
export interface WrittenDataset {
  readonly title?: string
  readonly inputs?: Readonly<Record<string, string | WrittenInput>>
  readonly answer?: WrittenAnswer
  readonly paging?: WrittenPaging
  readonly key?: readonly string[]
  readonly order?: readonly string[]
  readonly changes?: { readonly column: string; readonly since?: string }
  readonly operation?: boolean
}
export interface WrittenInput {
  readonly type?: string
  readonly optional?: boolean
  readonly default?: string
  readonly pattern?: string
}
export interface WrittenColumn {
  readonly at: string
  readonly type?: string
  readonly required?: boolean
  readonly comment?: string
}
export interface WrittenSuccess {
  readonly at: string
  readonly equals: readonly string[]
  readonly none?: readonly string[]
  readonly busy?: readonly string[]
  readonly denied?: readonly string[]
  readonly repeated?: readonly string[]
  readonly message?: string
}
export interface WrittenAnswer {
  readonly format?: AnswerFormat
  readonly charset?: string
  readonly namespaces?: Readonly<Record<string, string>>
  readonly success?: WrittenSuccess
  readonly payload?: {
    readonly at: string
    readonly encoding?: readonly PayloadEncoding[]
    readonly charset?: string
    readonly format?: AnswerFormat
    readonly success?: WrittenSuccess
  }
  readonly records?: string
  readonly emptyWhenMissing?: boolean
  readonly none?: readonly number[]
  readonly nulls?: readonly string[]
  readonly otherRecords?: 'refuse' | 'drop'
  readonly columns?: Readonly<Record<string, string | WrittenColumn>>
}
export interface WrittenPaging {
  readonly by: PagingKind
  readonly size?: number
  readonly shortPageIsLast?: boolean
  readonly first?: number
  readonly total?: string
  readonly next?: string
  readonly more?: string
  readonly maxPages?: number
}
