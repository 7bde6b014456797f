import { connector as dameng } from '@berth/connector-dameng'
import { connector as file } from '@berth/connector-file'
import { connector as firebird } from '@berth/connector-firebird'
import { connector as ftp } from '@berth/connector-ftp'
import { connector as http } from '@berth/connector-http'
import { connector as mssql } from '@berth/connector-mssql'
import { connector as mysql } from '@berth/connector-mysql'
import { connector as odbc } from '@berth/connector-odbc'
import { connector as oracle } from '@berth/connector-oracle'
import { connector as postgres } from '@berth/connector-postgres'
import { connector as sftp } from '@berth/connector-sftp'
import { connector as soap } from '@berth/connector-soap'
import { connector as sqlite } from '@berth/connector-sqlite'
import type { Capabilities, Connector, ConnectorManifest, OptionSchema } from '@berth/core'
import { levelRows } from './kept-levels.ts'
import { type Tried, triedServers } from './tried-servers.ts'

/** The connectors, in the order of the page. */
export const describedConnectors: readonly Connector[] = (
  [sqlite, firebird, postgres, mysql, mssql, oracle, dameng, odbc, http, soap, file] as readonly unknown[]
).map((connector) => connector as Connector)

/** All that have a suite: to sftp and ftp the page of file applies. */
export const triedConnectors: readonly Connector[] = [
  ...describedConnectors,
  ...([sftp, ftp] as readonly unknown[]).map((connector) => connector as Connector),
]

const words: Readonly<Record<Tried, string>> = {
  run: '运行过 / run',
  scripted: '模拟会话 / scripted',
  'not run': '未运行 / not run',
}

/** The page docs/connectors.md, made from what each connector says of itself, and from which servers it was tried on. */
export function connectorsPage(): string {
  const manifests = describedConnectors.map(({ manifest }) => manifest)
  return `# 连接器 / Connectors

Made from the connectors themselves and from \`test/docs/tried-servers.ts\`; a test keeps them alike. Each has a README of its own with types,
rights and limits: \`connectors/<name>/README.md\`.

## 能力 / What each can do

| | ${manifests.map(({ name }) => `[${name}](../connectors/${name}/README.md)`).join(' | ')} |
|---|${manifests.map(() => '---').join('|')}|
${capabilityRows.map(([title, can]) => `| ${title} | ${manifests.map(({ capabilities }) => (can(capabilities) ? '✓' : '–')).join(' | ')} |`).join('\n')}

\`outbox\` needs a script that the administrator runs: \`berth changes RESOURCE\` prints it. \`by: snapshot\` needs nothing of the
database: the agent compares with what it remembers, deleted rows included.

## 达到的等级 / Which level each holds

By the [conformance kit](conformance.md). The level is what the connector's own suite reached when it was last recorded, in
\`connectors/<name>/conformance\`; every run of the suite fails where it reaches another. Cases: those that apply to what the
connector declares, of all there are; for the others it is tried that the call is refused. The suites of oracle and dameng are complete and
need a server that cannot be had here.

| 连接器 / connector | 对方系统 / against | 等级（契约） / level (contract) | 用例 / cases | 豁免 / exemptions | 记录于 / recorded |
|---|---|---|---|---|---|
${levelRows(triedConnectors)}

## 在哪些服务器上试过 / Which servers were tried

**run**: the real server, in the project's own tests. **scripted**: no server can be had here; the real driver, or the connector beneath it,
talks to answers of our own making, which shows what is sent and how answers are read, and not what a real server does.
**not run**: written from documentation. The environment variable runs the suite against a server of yours, with
\`npm run test:live\`, for SQL Server, Oracle and Dameng with \`npm run test:opt-in\`. It is \`host:port:user:password\`, for Oracle
with \`:service\` behind it. A compose file for those there are images of stands in \`test/servers/opt-in\`.

| 连接器 / connector | 服务器 / server | | |
|---|---|---|---|
${triedServers.map(({ connector, server, tried, how }) => `| ${connector} | ${server} | ${words[tried]} | ${how} |`).join('\n')}

${manifests.map(optionSection).join('\n')}`
}

type Can = (capabilities: Capabilities) => unknown

const capabilityRows: readonly (readonly [string, Can])[] = [
  ['查询 / lookup', ({ lookup }) => lookup],
  ['全量读取，可续 / scan, resumable', ({ scan }) => scan?.resume],
  ['按列读变更 / changes by column', ({ changes }) => changes?.column],
  ['按触发器记录表 / changes by outbox', ({ changes }) => changes?.outbox],
  ['按数据库日志 / changes by log', ({ changes }) => changes?.log],
  ['写入 / insert', ({ apply }) => apply?.insert],
  ['按主键写入 / upsert', ({ apply }) => apply?.upsert],
  ['删除 / delete', ({ apply }) => apply?.deletes],
  ['试写、还原脚本 / dry run, undo', ({ apply }) => apply?.dryRun === true && apply.undo === true],
  ['存储过程 / procedures', ({ invoke }) => invoke],
  [
    '注释、行数、过程 / comments, row counts, procedures',
    ({ describe }) => describe?.comments && describe.rowCounts && describe.procedures,
  ],
  ['交付文件 / finished files', ({ files }) => files?.put],
  ['签名批次、回执 / signed batches, receipts', ({ files }) => files?.batches],
  ['按列字符集 / charset of a column', ({ text }) => text?.charsetPerColumn],
]

function optionSection({ name, title, driver, options }: ConnectorManifest): string {
  const needs = driver === undefined ? '' : `\n\nDriver: \`${driver.package}\` ${driver.range}.`
  const rows = Object.entries(options).map(
    ([id, option]) => `| \`${id}\` | ${kind(option)} | ${option.title.zh} | ${option.title.en ?? ''} |`,
  )
  return `## ${name}

${title.zh} / ${title.en ?? ''}${needs}

| option | | | |
|---|---|---|---|
${rows.join('\n')}
`
}

function kind(option: OptionSchema): string {
  const marks: string[] = [option.type]
  if (option.type === 'string' && option.secret === true) marks.push('secret')
  if (option.type === 'string' && option.enum !== undefined)
    marks.push(option.enum.map((each) => `\`${each}\``).join(' '))
  if (option.required === true) marks.push('**required**')
  if (option.default !== undefined) marks.push(`default \`${option.default}\``)
  return marks.join(', ')
}
