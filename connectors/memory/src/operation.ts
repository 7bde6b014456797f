import type { Column, Row } from '@berth/core'

/** Something that a system does when it is told to. */
export interface MemoryOperation {
  readonly name: string
  readonly parameters: readonly Column[]
  /** What its rows hold. */
  readonly columns: readonly Column[]
  /**
   * Does it. `input` has a cell for each parameter, `null` where none was given. What it does to the tables is undone when
   * it throws.
   */
  run(input: Row): readonly Row[]
}
