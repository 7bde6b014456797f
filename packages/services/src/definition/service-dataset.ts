import type { LogicalType } from '@berth/core'
import type { AnswerPath } from '../answer/answer-path.ts'
import type { Payload } from '../answer/payload.ts'
import type { RecordsPlace } from '../answer/records.ts'
import type { Success } from '../answer/success.ts'
import type { AnswerFormat } from '../answer/tree.ts'
import type { Paging } from '../paging/paging.ts'

/** One column of what a service answers. */
export interface DefinedColumn {
  readonly name: string
  readonly type: LogicalType
  /** Seen from the record. */
  readonly at: AnswerPath
  /** A record without it is reported as unreadable. */
  readonly required: boolean
  readonly comment?: string
}

/** Something that a request is told. */
export interface DefinedInput {
  readonly name: string
  readonly type: LogicalType
  /** Whether a request is not sent without it. */
  readonly required: boolean
  /** What stands for it when it is not given. */
  readonly default?: string
  /** How a time is written: `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss`, `SSS`. Undefined: as its canonical form. */
  readonly pattern?: string
}

/** How an answer becomes records. */
export interface DefinedAnswer {
  readonly format: AnswerFormat
  readonly charset: string | undefined
  readonly success: Success | undefined
  readonly payload: Payload | undefined
  /** Undefined: nothing is read of the answer. */
  readonly records: RecordsPlace | undefined
  /** HTTP statuses that mean no records. */
  readonly none: ReadonlySet<number>
  /** Texts that stand for NULL. */
  readonly nulls: ReadonlySet<string>
  /** What becomes of records that are not what was asked for. */
  readonly otherRecords: 'refuse' | 'drop'
}

/** One dataset or operation of a service as a docking defines it: defaults filled in, paths compiled. */
export interface ServiceDataset {
  readonly name: string
  readonly comment: string | undefined
  readonly inputs: ReadonlyMap<string, DefinedInput>
  readonly answer: DefinedAnswer
  readonly columns: ReadonlyMap<string, DefinedColumn>
  readonly key: readonly string[]
  /** Columns that the service gives its records in the order of, ascending; empty where it promises none. */
  readonly order: readonly string[]
  readonly paging: Paging | undefined
  /** The column that grows with every change, and the input that asks for what changed since. */
  readonly changes: { readonly column: string; readonly since: string | undefined } | undefined
  /** Something is done: called by `invoke` alone, and never sent twice. */
  readonly operation: boolean
}
