import type { ColumnSelection } from '@berth/core'
import type { FileColumn } from '../codecs/codec.ts'
import type { FileDataset } from '../definition/file-dataset.ts'
import { buildStage } from './build-stage.ts'
import type { FileContext } from './file-context.ts'
import type { Stage } from './stage.ts'
import { unitsNow } from './units.ts'

/** What a stage is asked for. */
export interface StageUse {
  readonly dataset: FileDataset
  readonly columns: readonly ColumnSelection[]
  readonly order: readonly string[]
  /** @default none */
  readonly needed?: readonly string[]
}

/** A stage with the columns of its cells: those asked for first, those that order it behind them. */
export interface ReadyStage {
  readonly stage: Stage
  readonly columns: readonly FileColumn[]
}

interface KeptStage extends ReadyStage {
  readonly of: string
}

/** A scan, the changes and the questions of one resource are three. */
const most = 4

/** The stages of a session, each kept as long as the files that it was made of stay as they are. */
export class Stages implements Disposable {
  readonly #context: FileContext
  readonly #kept: Map<string, KeptStage> = new Map()

  constructor(context: FileContext) {
    this.#context = context
  }

  /** Rejects with what is wrong with the files. The stage holds until the next call. */
  async stage({ dataset, columns, order, needed = [] }: StageUse, signal: AbortSignal): Promise<ReadyStage> {
    const asked = new Set(columns.map(({ name }) => name))
    const identity = dataset.contents === 'changes' ? dataset.key : []
    const further = [...new Set([...order, ...identity])].filter((name) => !asked.has(name)).map((name) => ({ name }))
    const read = await this.#context.selection(dataset, [...columns, ...further], signal)
    const units = await unitsNow(this.#context, dataset, signal)
    const use = JSON.stringify([dataset.name, read, order, needed])
    const of = JSON.stringify(units.map(({ path, state }) => [path, state]))
    const known = this.#kept.get(use)
    this.#kept.delete(use)
    if (known?.of === of) {
      this.#kept.set(use, known)
      return known
    }
    known?.stage[Symbol.dispose]()
    for (const [oldest, { stage }] of this.#kept) {
      if (this.#kept.size < most) break
      this.#kept.delete(oldest)
      stage[Symbol.dispose]()
    }
    const kept = {
      of,
      columns: read,
      stage: await buildStage({ dataset, units, columns: read, order, needed }, signal),
    }
    this.#kept.set(use, kept)
    return kept
  }

  [Symbol.dispose](): void {
    for (const { stage } of this.#kept.values()) stage[Symbol.dispose]()
    this.#kept.clear()
  }
}
