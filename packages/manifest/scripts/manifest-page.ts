import type { Language } from '@berth/core'
import { type JsonSchema, manifestJsonSchema, ruleCatalogue } from '../src/index.ts'

const words = {
  en: {
    introduction: `# berth.yaml

[中文](zh/manifest.md)

A docking is described by one file, \`berth.yaml\`. This page is generated from the manifest's schema and its rules by
\`npm run generate -w packages/manifest\`.

For completion in editors, put this line first in the file:

\`\`\`yaml
# yaml-language-server: $schema=./node_modules/@berth/manifest/berth.schema.json
\`\`\`

References: options of connections may hold \`\${env:NAME}\` and \`\${secret:NAME}\`, looked up when the connection is
opened; \`$\${\` stands for a plain \`\${\`.
`,
    keys: '## Keys\n\n`*`: it has to be there.\n',
    keyHead: '| | | meaning |\n|---|---|---|',
    rules: '\n## Rules\n\nA manifest with an error is not used; a warning is a reminder.\n',
    ruleHead: '| id | | rule | what to do |\n|---|---|---|---|',
    severities: { error: 'error', warning: 'warning' },
    between: '; ',
  },
  zh: {
    introduction: `# berth.yaml

[English](../manifest.md)

一个对接由一个文件描述：\`berth.yaml\`。本页由 \`npm run generate -w packages/manifest\` 从清单的模式与规则表生成。

编辑器补全：把下面一行写在文件开头。

\`\`\`yaml
# yaml-language-server: $schema=./node_modules/@berth/manifest/berth.schema.json
\`\`\`

引用：连接的选项可以写 \`\${env:名称}\` 与 \`\${secret:名称}\`，打开连接时才取值；\`$\${\` 表示普通的 \`\${\`。
`,
    keys: '## 键\n\n`*` 表示必填。\n',
    keyHead: '| | | 含义 |\n|---|---|---|',
    rules: '\n## 规则\n\n有错误的清单不会被使用；警告只提醒。\n',
    ruleHead: '| 编号 | | 规则 | 怎么办 |\n|---|---|---|---|',
    severities: { error: '错误', warning: '警告' },
    between: '；',
  },
} as const

/** The text of docs/manifest.md, or of its twin in Chinese. */
export function manifestPage(language: Language): string {
  const { introduction, keys, keyHead, rules, ruleHead, severities } = words[language]
  return [
    introduction,
    keys,
    keyHead,
    ...keyRows(manifestJsonSchema(), '', language),
    rules,
    ruleHead,
    ...Object.entries(ruleCatalogue).map(([id, { severity, title, next }]) =>
      row(id, severities[severity], title[language], next[language]),
    ),
    '',
  ].join('\n')
}

function keyRows(schema: JsonSchema, path: string, language: Language): string[] {
  const rows: string[] = []
  const entry = resolved(schema)
  for (const [key, property] of Object.entries(entry.properties ?? {})) {
    const place = path === '' ? key : `${path}.${key}`
    const [zh = '', en = ''] = (property.description ?? '').split('\n')
    const needed = entry.required?.includes(key) === true ? '*' : ''
    if (property.description !== undefined)
      rows.push(row(`\`${place}\``, needed, (language === 'zh' ? zh : en) + values(property, words[language].between)))
    if (property.description !== undefined) rows.push(...keyRows(property, place, language))
  }
  const { additionalProperties, propertyNames } = entry
  if (typeof additionalProperties === 'object' && propertyNames !== undefined)
    rows.push(...keyRows(additionalProperties, `${path}.*`, language))
  return rows
}

function resolved(schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.replace('#/$defs/', '')
  return name === undefined || name === 'text' ? schema : (manifestJsonSchema().$defs?.[name] ?? schema)
}

/** How many words or examples a row names. */
const mostShown = 12

function values(schema: JsonSchema, between: string): string {
  const shown = resolved(schema).enum ?? (schema.const === undefined ? schema.examples : [schema.const])
  if (shown === undefined) return ''
  const words = [...new Set(shown.map((value) => `\`${value}\``))]
  return between + words.slice(0, mostShown).join(' ') + (words.length > mostShown ? ' …' : '')
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
