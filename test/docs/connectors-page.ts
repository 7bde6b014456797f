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
import type { Capabilities, Connector, ConnectorManifest, Language, OptionSchema } from '@berth/core'
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

const words = {
  en: {
    introduction: `# Connectors

[中文](zh/connectors.md)

Made from the connectors themselves and from \`test/docs/tried-servers.ts\`; a test keeps them alike. Each has a README of its own with types,
rights and limits: \`connectors/<name>/README.md\`.

## What each can do`,
    changes: `\`outbox\` needs a script that the administrator runs: \`berth changes RESOURCE\` prints it. \`by: snapshot\` needs nothing of the
database: the agent compares with what it remembers, deleted rows included.`,
    levels: `## Which level each holds

By the [conformance kit](conformance.md). The level is what the connector's own suite reached when it was last recorded, in
\`connectors/<name>/conformance\`; every run of the suite fails where it reaches another. Cases: those that apply to what the
connector declares, of all there are; for the others it is tried that the call is refused. The suites of oracle and dameng are complete and
need a server that cannot be had here.

| connector | against | level (contract) | cases | exemptions | recorded |`,
    servers: `## Which servers were tried

**run**: the real server, in the project's own tests. **scripted**: no server can be had here; the real driver, or the connector beneath it,
talks to answers of our own making, which shows what is sent and how answers are read, and not what a real server does.
**not run**: written from documentation. The environment variable runs the suite against a server of yours, with
\`npm run test:live\`, for SQL Server, Oracle and Dameng with \`npm run test:opt-in\`. It is \`host:port:user:password\`, for Oracle
with \`:service\` behind it. A compose file for those there are images of stands in \`test/servers/opt-in\`.

| connector | server | | how |`,
    tried: { run: 'run', scripted: 'scripted', 'not run': 'not run' },
    options: '| option | | meaning |',
    driver: 'Driver',
    required: 'required',
    default: 'default',
  },
  zh: {
    introduction: `# 连接器

[English](../connectors.md)

由各连接器自己的说明和 \`test/docs/tried-servers.ts\` 生成，有测试保证一致。类型、权限与限制见各自的说明（英文）：\`connectors/<名称>/README.md\`。

## 能力`,
    changes: `\`outbox\` 需要管理员运行一段脚本，由 \`berth changes RESOURCE\` 打印。\`by: snapshot\` 不要求数据库做任何事：代理与上次记下的相比较，
删除的行也能发现。`,
    levels: `## 达到的等级

由[符合性套件](conformance.md)评定。等级是连接器自己的测试最近一次记录的结果，在 \`connectors/<名称>/conformance\`；
以后每次运行，达到的等级不同即失败。“用例”是适用于所声明能力的数量与总数，其余的检验调用会被如实拒绝。oracle 与 dameng 的测试是完整的，
但这里没有它们的服务器。

| 连接器 | 对方系统 | 等级（契约） | 用例 | 豁免 | 记录于 |`,
    servers: `## 在哪些服务器上试过

**运行过**：本项目的测试使用真实的服务器。**模拟会话**：这里得不到服务器；真实的驱动（或驱动之下的连接器）与我们自己写的应答对话，
能证明发出了什么、怎样读应答，不能证明真实服务器的行为。**未运行**：只依据文档编写。设置环境变量即可对您自己的服务器运行测试：
\`npm run test:live\`；SQL Server、Oracle、达梦用 \`npm run test:opt-in\`。变量的形式是 \`host:port:user:password\`，
Oracle 之后加 \`:service\`。有镜像可用的，编排文件在 \`test/servers/opt-in\`。最后一栏只有英文。

| 连接器 | 服务器 | | 怎样 |`,
    tried: { run: '运行过', scripted: '模拟会话', 'not run': '未运行' },
    options: '| 选项 | | 含义 |',
    driver: '驱动',
    required: '必填',
    default: '默认',
  },
} as const satisfies Record<Language, { readonly tried: Record<Tried, string>; readonly [word: string]: unknown }>

/** The page connectors.md in a language, made from what each connector says of itself, and from which servers it was tried on. */
export function connectorsPage(language: Language): string {
  const said = words[language]
  const up = language === 'zh' ? '../../' : '../'
  const manifests = describedConnectors.map(({ manifest }) => manifest)
  const names = manifests.map(({ name }) => `[${name}](${up}connectors/${name}/README.md)`)
  const can = capabilityRows.map(
    ([title, has]) =>
      `| ${title[language]} | ${manifests.map(({ capabilities }) => (has(capabilities) ? '✓' : '–')).join(' | ')} |`,
  )
  return `${said.introduction}

| | ${names.join(' | ')} |
|---|${manifests.map(() => '---').join('|')}|
${can.join('\n')}

${said.changes}

${said.levels}
|---|---|---|---|---|---|
${levelRows(triedConnectors, language)}

${said.servers}
|---|---|---|---|
${triedServers.map(({ connector, server, tried, how }) => `| ${connector} | ${server} | ${said.tried[tried]} | ${how} |`).join('\n')}

${manifests.map((manifest) => optionSection(manifest, language)).join('\n')}`
}

type Can = (capabilities: Capabilities) => unknown

const capabilityRows: readonly (readonly [title: Readonly<Record<Language, string>>, can: Can])[] = [
  [{ zh: '查询', en: 'lookup' }, ({ lookup }) => lookup],
  [{ zh: '全量读取，可续', en: 'scan, resumable' }, ({ scan }) => scan?.resume],
  [{ zh: '按列读变更', en: 'changes by column' }, ({ changes }) => changes?.column],
  [{ zh: '按触发器记录表', en: 'changes by outbox' }, ({ changes }) => changes?.outbox],
  [{ zh: '按数据库日志', en: 'changes by log' }, ({ changes }) => changes?.log],
  [{ zh: '写入', en: 'insert' }, ({ apply }) => apply?.insert],
  [{ zh: '按主键写入', en: 'upsert' }, ({ apply }) => apply?.upsert],
  [{ zh: '删除', en: 'delete' }, ({ apply }) => apply?.deletes],
  [{ zh: '试写、还原脚本', en: 'dry run, undo' }, ({ apply }) => apply?.dryRun === true && apply.undo === true],
  [{ zh: '存储过程', en: 'procedures' }, ({ invoke }) => invoke],
  [
    { zh: '注释、行数、过程', en: 'comments, row counts, procedures' },
    ({ describe }) => describe?.comments && describe.rowCounts && describe.procedures,
  ],
  [{ zh: '交付文件', en: 'finished files' }, ({ files }) => files?.put],
  [{ zh: '签名批次、回执', en: 'signed batches, receipts' }, ({ files }) => files?.batches],
  [{ zh: '按列字符集', en: 'charset of a column' }, ({ text }) => text?.charsetPerColumn],
]

function optionSection({ name, title, driver, options }: ConnectorManifest, language: Language): string {
  const said = words[language]
  const needs = driver === undefined ? '' : `\n\n${said.driver}: \`${driver.package}\` ${driver.range}.`
  const rows = Object.entries(options).map(
    ([id, option]) => `| \`${id}\` | ${kind(option, language)} | ${option.title[language] ?? option.title.zh} |`,
  )
  return `## ${name}

${title[language] ?? title.zh}${needs}

${said.options}
|---|---|---|
${rows.join('\n')}
`
}

function kind(option: OptionSchema, language: Language): string {
  const said = words[language]
  const marks: string[] = [option.type]
  if (option.type === 'string' && option.secret === true) marks.push('secret')
  if (option.type === 'string' && option.enum !== undefined)
    marks.push(option.enum.map((each) => `\`${each}\``).join(' '))
  if (option.required === true) marks.push(`**${said.required}**`)
  if (option.default !== undefined) marks.push(`${said.default} \`${option.default}\``)
  return marks.join(', ')
}
