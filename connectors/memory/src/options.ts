import type { OptionsSchema } from '@berth/core'

/** There is nothing to reach: the datasets are given to `memory()`. */
export interface MemoryOptions {
  /** The length from which a cell of text or bytes is not read. Absent: none is too long. */
  readonly maxCellBytes?: number
}

/** The options as data. */
export const options: OptionsSchema = {
  maxCellBytes: {
    type: 'integer',
    minimum: 1,
    title: {
      zh: '单个单元格的最大字节数，超过的行不读出',
      en: 'bytes that a cell may have; a row with a longer one is not read',
    },
  },
}
