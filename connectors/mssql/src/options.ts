import type { OptionsSchema, Secret } from '@berth/core'

/** What a docking gives to reach a SQL Server database. */
export interface MssqlOptions {
  readonly host: string
  /** Absent with `instance`: SQL Server Browser is asked for it; else 1433. */
  readonly port?: number
  /** A named instance, found through SQL Server Browser (UDP 1434). */
  readonly instance?: string
  readonly database: string
  readonly user: string
  readonly password: Secret
  /** The Windows domain of the user: then the login is by NTLM. */
  readonly domain?: string
  readonly encrypt: 'required' | 'strict' | 'disabled'
  /** Takes whatever certificate the server shows. */
  readonly trustServerCertificate: boolean
  /** A PEM file with the authority that signed the server's certificate. */
  readonly caFile?: string
  /** Admits TLS 1.0 and the ciphers of its time. */
  readonly oldTls: boolean
  /** ApplicationIntent=ReadOnly: an availability group leads to a readable secondary. */
  readonly readOnlyIntent: boolean
  /** How long the server may take to let the user in. */
  readonly loginTimeoutMs: number
  /** How long the server may take to begin its answer to a statement; 0: as long as the call. */
  readonly statementTimeoutMs: number
  /** How long a statement waits for a lock of somebody else. */
  readonly lockTimeoutMs: number
  /** A cell that is longer makes its row unreadable. */
  readonly maxCellBytes: number
  /** The table that remembers which batches were written. */
  readonly ledger: string
}

/** The options as data. */
export const options: OptionsSchema = {
  host: { type: 'string', required: true, title: { zh: '服务器主机名或 IP 地址', en: 'host name or IP address' } },
  port: {
    type: 'integer',
    minimum: 1,
    maximum: 65_535,
    title: { zh: '端口；不写时为 1433，或由实例名查得', en: 'port; 1433 when absent, or that of the instance' },
  },
  instance: { type: 'string', title: { zh: '实例名（经 SQL Server Browser 查询端口）', en: 'named instance' } },
  database: { type: 'string', required: true, title: { zh: '数据库名', en: 'database' } },
  user: { type: 'string', required: true, title: { zh: '用户名', en: 'user name' } },
  password: { type: 'string', required: true, secret: true, title: { zh: '密码', en: 'password' } },
  domain: {
    type: 'string',
    title: { zh: 'Windows 域；填写后按 NTLM 登录', en: 'Windows domain, for a login by NTLM' },
  },
  encrypt: {
    type: 'string',
    enum: ['required', 'strict', 'disabled'],
    default: 'required',
    title: {
      zh: '传输加密；strict 为 TDS 8.0；disabled 时密码几乎是明文',
      en: 'encryption of the line; strict is TDS 8.0; with disabled the password is as good as plain',
    },
  },
  trustServerCertificate: {
    type: 'boolean',
    default: false,
    title: { zh: '不核对服务器证书', en: 'take any certificate of the server' },
  },
  caFile: { type: 'string', title: { zh: '签发服务器证书的 CA（PEM 文件）', en: 'PEM file of the authority' } },
  oldTls: {
    type: 'boolean',
    default: false,
    title: { zh: '允许 TLS 1.0（SQL Server 2008 R2）', en: 'admit TLS 1.0 (SQL Server 2008 R2)' },
  },
  readOnlyIntent: {
    type: 'boolean',
    default: false,
    title: { zh: '只读意图，连到可读的副本', en: 'read-only intent, for a readable secondary' },
  },
  loginTimeoutMs: {
    type: 'integer',
    default: 8000,
    minimum: 100,
    maximum: 120_000,
    title: { zh: '等待登录结果的毫秒数', en: 'milliseconds to wait for the login' },
  },
  statementTimeoutMs: {
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: 3_600_000,
    title: {
      zh: '等待一条语句开始应答的毫秒数；0 为不另设',
      en: 'milliseconds until a statement has to begin its answer; 0 sets no bound of its own',
    },
  },
  lockTimeoutMs: {
    type: 'integer',
    default: 5000,
    minimum: 0,
    maximum: 600_000,
    title: { zh: '等待他人锁的毫秒数', en: 'milliseconds to wait for a lock of somebody else' },
  },
  maxCellBytes: {
    type: 'integer',
    default: 67_108_864,
    minimum: 1,
    maximum: 1_073_741_824,
    title: { zh: '单个字段的最大字节数', en: 'the most bytes of one cell' },
  },
  ledger: {
    type: 'string',
    default: 'BERTH_LEDGER',
    title: { zh: '记录已写入批次的表名', en: 'name of the table of applied batches' },
  },
}
