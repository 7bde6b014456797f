import { formatLogicalType, type Language } from '@berth/core'
import { codeTables, elements } from '@berth/elements'

const words = {
  en: {
    title: 'Data elements',
    twin: '[中文](zh/elements.md)',
    made: 'Made from `packages/elements`; a test keeps both alike. An item of a manifest refers to one by its id: `element: person.citizenNumber`.',
    head: '| id | title | type | standard | check | proposed grade |',
    tables: 'Code tables',
    codes: '| code | name | also written |',
    standard: ', ',
    table: 'code table',
    warns: 'warns',
    yes: 'yes',
  },
  zh: {
    title: '数据元',
    twin: '[English](../elements.md)',
    made: '由 `packages/elements` 生成，有测试保证一致。清单里的数据项用编号引用：`element: person.citizenNumber`。',
    head: '| 编号 | 名称 | 类型 | 标准 | 校验 | 建议分级 |',
    tables: '代码表',
    codes: '| 代码 | 名称 | 也写作 |',
    standard: '，',
    table: '代码表',
    warns: '警告',
    yes: '是',
  },
} as const

/** The page elements.md in a language, made from the elements and code tables. */
export function elementsPage(language: Language): string {
  const said = words[language]
  const rows = Object.values(elements).map(
    ({ id, title, type, standard, codes, check, proposedGrade, onInvalid }) =>
      `| \`${id}\` | ${title[language]} | ${formatLogicalType(type)} | ${standard ?? ''} | ${checked(said, check !== undefined, codes, onInvalid)} | ${proposedGrade} |`,
  )
  const tables = Object.values(codeTables).map(
    ({ id, title, standard, entries }) => `### ${id}

${title[language]}${said.standard}${standard}

${said.codes}
|---|---|---|
${entries.map(({ code, name, aliases = [] }) => `| ${code} | ${name[language]} | ${aliases.join(' ')} |`).join('\n')}
`,
  )
  return `# ${said.title}

${said.twin}

${said.made}

${said.head}
|---|---|---|---|---|---|
${rows.join('\n')}

## ${said.tables}

${tables.join('\n')}`
}

function checked(
  said: (typeof words)[Language],
  check: boolean,
  codes: string | undefined,
  onInvalid: string | undefined,
): string {
  if (codes !== undefined) return `${said.table} \`${codes}\``
  if (!check) return ''
  return onInvalid === 'warn' ? said.warns : said.yes
}
