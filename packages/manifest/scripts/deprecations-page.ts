import type { Language } from '@berth/core'
import { type Deprecation, deprecations, leastNoticeDays, type Migration, migrations } from '../src/index.ts'

const words = {
  en: {
    introduction: `# Deprecations

[中文](zh/deprecations.md). Made by \`npm run generate -w packages/manifest\` from two tables of the package: what is announced to go, and what
\`berth migrate\` rewrites.

What is announced to go works for ${leastNoticeDays} days more at least, and warns with these dates: keys of \`berth.yaml\` in
\`berth check\` (rule VER-104), commands and flags on standard error when they are used. What breaks without that stands in
[Upgrading](upgrading.md).
`,
    announced: '## Announced to go',
    none: 'Nothing at present.',
    columns: '| what | warns since | works until | instead |',
    migrated: '## Rewritten by berth migrate',
    changes: '| since | contract | what | places |',
  },
  zh: {
    introduction: `# 弃用

[English](../deprecations.md)。由 \`npm run generate -w packages/manifest\` 从包中的两张表生成：已宣布取消的写法，以及 \`berth migrate\` 会改写的写法。

已宣布取消的写法至少再用 ${leastNoticeDays} 天，并带着日期提醒：\`berth.yaml\` 的键由 \`berth check\`（规则 VER-104）提醒，
命令与选项在使用时于标准错误输出提醒。未经宣布的不兼容改动见[升级](upgrading.md)。
`,
    announced: '## 已宣布取消',
    none: '目前没有。',
    columns: '| 写法 | 何时起提醒 | 可用至 | 改用 |',
    migrated: '## 由 berth migrate 改写',
    changes: '| 何时起 | 契约版本 | 内容 | 位置 |',
  },
} as const

/** The page docs/deprecations.md, of the tables of this release unless others are given. */
export function deprecationsPage(
  language: Language,
  tables: { readonly deprecations: readonly Deprecation[]; readonly migrations: readonly Migration[] } = {
    deprecations,
    migrations,
  },
): string {
  const says = words[language]
  const announced = tables.deprecations.map(
    ({ what, since, until, instead }) => `| ${named(what)} | ${since} | ${until} | ${instead[language]} |`,
  )
  const rewritten = tables.migrations.map((migration) => {
    const places = migration.steps.map((step) => `\`${step.at}\`${step.do === 'rename' ? ` → \`${step.to}\`` : ''}`)
    return `| ${migration.since} | ${migration.contract} | ${migration.title[language]} | ${places.join(', ')} |`
  })
  return [
    says.introduction,
    says.announced,
    '',
    ...(announced.length === 0 ? [says.none] : [says.columns, '|---|---|---|---|', ...announced]),
    '',
    says.migrated,
    '',
    says.changes,
    '|---|---|---|---|',
    ...rewritten,
    '',
  ].join('\n')
}

function named(what: Deprecation['what']): string {
  if ('program' in what) return what.program
  if ('manifest' in what) return `\`${what.manifest}\`${what.uses === undefined ? '' : ` (${what.uses.join(', ')})`}`
  return `\`berth ${what.command}${what.flag === undefined ? '' : ` --${what.flag}`}\``
}
