import type { OptionsSchema } from '@berth/core'

/** What a docking gives to reach a SQLite database. */
export interface SqliteOptions {
  /** Path of the database file. */
  readonly file: string
  /** The charset of all TEXT columns where the application stored bytes that are not UTF-8. */
  readonly charset?: string
  /** How long a call waits for a lock of another program. The whole process waits with it. */
  readonly busyTimeoutMs: number
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
  busyTimeoutMs: {
    type: 'integer',
    default: 1000,
    minimum: 0,
    maximum: 60_000,
    title: { zh: '等待其他程序释放锁的毫秒数', en: 'milliseconds to wait for a lock of another program' },
  },
  ledger: {
    type: 'string',
    default: 'BERTH_LEDGER',
    title: { zh: '记录已写入批次的表名', en: 'name of the table of applied batches' },
  },
  maxCellBytes: {
    type: 'integer',
    default: 67_108_864,
    minimum: 1,
    title: {
      zh: '单元格读取的最大字节数，超过的行报告为不可读',
      en: 'most bytes of a cell; rows with longer ones are reported',
    },
  },
}
