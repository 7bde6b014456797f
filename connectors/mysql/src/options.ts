import type { OptionsSchema, Secret } from '@berth/core'

/** What a docking gives to reach a MySQL or MariaDB database. */
export interface MysqlOptions {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: Secret
  /** What text in columns of the character set latin1 really is, where an old program stored its own bytes there. */
  readonly charset?: string
  readonly tls: 'preferred' | 'required' | 'verified' | 'disabled'
  /** File with the certificates that `verified` trusts, PEM. Absent: those of Node. */
  readonly tlsCa?: string
  /** How long the server works on one statement before it gives up. 0: as the server is set. */
  readonly statementTimeoutMs: number
  /** How long a write waits for a lock of somebody else. Whole seconds count. */
  readonly lockTimeoutMs: number
  /** A cell that is longer is not read. */
  readonly maxCellBytes: number
  /** The table that remembers which batches were written. */
  readonly ledger: string
}

/** The options as data. */
export const options: OptionsSchema = {
  host: { type: 'string', required: true, title: { zh: '服务器主机名或 IP 地址', en: 'host name or IP address' } },
  port: { type: 'integer', default: 3306, minimum: 1, maximum: 65_535, title: { zh: '端口', en: 'port' } },
  database: { type: 'string', required: true, title: { zh: '数据库名', en: 'name of the database' } },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
  password: { type: 'string', required: true, secret: true, title: { zh: '密码', en: 'password' } },
  charset: {
    type: 'string',
    title: {
      zh: '字符集为 latin1 的列中文本的实际编码，如 GBK',
      en: 'what text in columns of the character set latin1 really is, GBK for instance',
    },
  },
  tls: {
    type: 'string',
    enum: ['preferred', 'required', 'verified', 'disabled'],
    default: 'preferred',
    title: {
      zh: '传输加密；verified 另核对服务器证书',
      en: 'encryption of the line; verified also checks the certificate of the server',
    },
  },
  tlsCa: {
    type: 'string',
    title: { zh: '受信任证书文件（PEM）', en: 'file with the certificates to trust, PEM' },
  },
  statementTimeoutMs: {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 86_400_000,
    title: {
      zh: '服务器执行一条语句的毫秒上限，0 为不另设',
      en: 'milliseconds that the server works on one statement, 0 for as it is set',
    },
  },
  lockTimeoutMs: {
    type: 'integer',
    default: 5000,
    minimum: 1000,
    maximum: 120_000,
    title: { zh: '等待他人释放锁的毫秒数', en: 'milliseconds to wait for a lock of somebody else' },
  },
  maxCellBytes: {
    type: 'integer',
    default: 67_108_864,
    minimum: 1,
    maximum: 1_073_741_824,
    title: { zh: '单个字段值读取的字节上限', en: 'the most bytes that are read of one cell' },
  },
  ledger: {
    type: 'string',
    default: 'BERTH_LEDGER',
    title: { zh: '记录已写入批次的表名', en: 'name of the table of applied batches' },
  },
}
