import { type JsonSchema, manifestJsonSchema, ruleCatalogue } from '../src/index.ts'

const introduction = `# berth.yaml

一个对接由一个文件描述：\`berth.yaml\`。本页由 \`npm run generate -w packages/manifest\` 从清单的模式与规则表生成。

A docking is described by one file, \`berth.yaml\`. This page is generated from the manifest's schema and its rules by
\`npm run generate -w packages/manifest\`.

编辑器补全：把下面一行写在文件开头。For completion in editors, put this line first in the file:

\`\`\`yaml
# yaml-language-server: $schema=./node_modules/@berth/manifest/berth.schema.json
\`\`\`

引用：连接的选项可以写 \`\${env:名称}\` 与 \`\${secret:名称}\`，打开连接时才取值；\`$\${\` 表示普通的 \`\${\`。

References: options of connections may hold \`\${env:NAME}\` and \`\${secret:NAME}\`, looked up when the connection is
opened; \`$\${\` stands for a plain \`\${\`.
`

/** The text of docs/manifest.md. */
export function manifestPage(): string {
  return [
    introduction,
    '## 键 · Keys\n',
    '| | | 含义 | Meaning |\n|---|---|---|---|',
    ...keyRows(manifestJsonSchema(), ''),
    '\n## 规则 · Rules\n',
    '有错误（error）的清单不会被使用；警告（warning）只提醒。',
    'A manifest with an error is not used; a warning is a reminder.\n',
    '| id | | 规则 | Rule | 怎么办 | What to do |\n|---|---|---|---|---|---|',
    ...Object.entries(ruleCatalogue).map(([id, { severity, title, next }]) =>
      row(id, severity, title.zh, title.en, next.zh, next.en),
    ),
    '',
  ].join('\n')
}

function keyRows(schema: JsonSchema, path: string): string[] {
  const rows: string[] = []
  const entry = resolved(schema)
  for (const [key, property] of Object.entries(entry.properties ?? {})) {
    const place = path === '' ? key : `${path}.${key}`
    const [zh = '', en = ''] = (property.description ?? '').split('\n')
    const needed = entry.required?.includes(key) === true ? '*' : ''
    if (property.description !== undefined)
      rows.push(row(`\`${place}\``, needed, zh + values(property, '；'), en + values(property, '; ')))
    if (property.description !== undefined) rows.push(...keyRows(property, place))
  }
  const { additionalProperties, propertyNames } = entry
  if (typeof additionalProperties === 'object' && propertyNames !== undefined)
    rows.push(...keyRows(additionalProperties, `${path}.*`))
  return rows
}

function resolved(schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.replace('#/$defs/', '')
  return name === undefined || name === 'text' ? schema : (manifestJsonSchema().$defs?.[name] ?? schema)
}

function values(schema: JsonSchema, between: string): string {
  const shown = resolved(schema).enum ?? (schema.const === undefined ? schema.examples : [schema.const])
  return shown === undefined ? '' : between + [...new Set(shown.map((value) => `\`${value}\``))].join(' ')
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
