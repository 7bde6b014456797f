import type { OptionsSchema, Secret } from '@berth/core'
import { ledgerOption, maxCellBytesOption } from '@berth/sql'

/** What a docking gives to reach a database through its ODBC driver. Either `dsn` or `driver`. */
export interface OdbcOptions {
  /** A data source of odbc.ini. */
  readonly dsn?: string
  /** A driver of odbcinst.ini, or the path of its library. */
  readonly driver?: string
  /** What else the driver is told: `Server=10.0.0.5;Port=5000;Database=hydj`. */
  readonly attributes?: string
  readonly user?: string
  readonly password?: Secret
  /** Which database it is; `auto` asks it. */
  readonly dialect: string
  /** The schema or owner of the tables, where it is not that of the user. */
  readonly schema?: string
  /** The charset of all text columns where it is not what driver and database agree on. */
  readonly charset?: string
  /** Environment variables for the driver alone: `CLIENT_LOCALE=zh_cn.gb18030`. */
  readonly environment?: string
  /** Cells of types without bounds that are longer are not read. */
  readonly maxCellBytes: number
  /** The table that remembers which batches were written. */
  readonly ledger: string
}

/** The options as data. */
export const options: OptionsSchema = {
  dsn: {
    type: 'string',
    title: { zh: 'odbc.ini 中的数据源名，与 driver 二选一', en: 'data source of odbc.ini; this or driver' },
  },
  driver: {
    type: 'string',
    title: {
      zh: 'odbcinst.ini 中的驱动名，或驱动库文件的路径',
      en: 'driver of odbcinst.ini, or the path of its library',
    },
  },
  attributes: {
    type: 'string',
    title: {
      zh: '其余连接属性，如 Server=10.0.0.5;Port=5000;Database=hydj；不含密码',
      en: 'other connection attributes, Server=10.0.0.5;Port=5000;Database=hydj; no password',
    },
  },
  user: { type: 'string', title: { zh: '用户名', en: 'user name' } },
  password: { type: 'string', secret: true, title: { zh: '密码', en: 'password' } },
  dialect: {
    type: 'string',
    default: 'auto',
    enum: ['auto', 'postgresql', 'mysql', 'sqlite', 'sybase', 'informix', 'db2', 'access', 'generic'],
    title: { zh: '数据库种类，auto 为自动识别', en: 'kind of database; auto asks it' },
  },
  schema: {
    type: 'string',
    title: { zh: '表所属的模式或属主，默认为登录用户的', en: "schema or owner of the tables; the user's by default" },
  },
  charset: {
    type: 'string',
    title: {
      zh: '文本列的实际字符集，与数据库声明的不同时填写',
      en: 'charset of the text columns, where it is not the declared one',
    },
  },
  environment: {
    type: 'string',
    title: {
      zh: '只给驱动进程的环境变量，如 CLIENT_LOCALE=zh_cn.gb18030',
      en: 'environment variables for the driver alone, CLIENT_LOCALE=zh_cn.gb18030',
    },
  },
  maxCellBytes: maxCellBytesOption,
  ledger: ledgerOption,
}
