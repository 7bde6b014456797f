import type { OptionsSchema } from '@berth/core'
import { ledgerOption, lockTimeoutMsOption, maxCellBytesOption } from '@berth/sql'

/** What a docking gives to reach a SQLite database. */
export interface SqliteOptions {
  /** Path of the database file. */
  readonly file: string
  /** The charset of all TEXT columns where the application stored bytes that are not UTF-8. */
  readonly charset?: string
  /** How long a call waits for a lock of another program. The whole process waits with it. */
  readonly lockTimeoutMs: number
  /** The table that remembers which batches were written. */
  readonly ledger: string
  /** The most bytes of a text, JSON or BLOB cell that is read. A row with a longer one is told as unreadable. */
  readonly maxCellBytes: number
}

/** The options as data. */
export const options: OptionsSchema = {
  file: {
    type: 'string',
    required: true,
    title: {
      zh: '数据库文件的路径，相对路径从 berth.yaml 所在目录算起',
      en: 'path of the database file; a relative one starts at the folder of berth.yaml',
    },
  },
  charset: {
    type: 'string',
    title: {
      zh: '文本列的字符集，文本不是 UTF-8 时填写',
      en: 'charset of the text columns, where they do not hold UTF-8',
    },
  },
  lockTimeoutMs: lockTimeoutMsOption({ default: 1000, minimum: 0, maximum: 60_000 }),
  ledger: ledgerOption,
  maxCellBytes: maxCellBytesOption,
}
