import { formatLogicalType } from '@berth/core'
import { codeTables, elements } from '@berth/elements'

/** The page docs/elements.md, made from the elements and code tables. */
export function elementsPage(): string {
  const rows = Object.values(elements).map(
    ({ id, title, type, standard, codes, check, proposedGrade, onInvalid }) =>
      `| \`${id}\` | ${title.zh} ${title.en} | ${formatLogicalType(type)} | ${standard ?? ''} | ${checked(check !== undefined, codes, onInvalid)} | ${proposedGrade} |`,
  )
  const tables = Object.values(codeTables).map(
    ({ id, title, standard, entries }) => `### ${id}

${title.zh} ${title.en}, ${standard}

| 代码 / code | 名称 / name | 也写作 / also written |
|---|---|---|
${entries.map(({ code, name, aliases = [] }) => `| ${code} | ${name.zh} ${name.en} | ${aliases.join(' ')} |`).join('\n')}
`,
  )
  return `# 数据元 / Data elements

Made from \`packages/elements\`; a test keeps both alike. An item of a manifest refers to one by its id: \`element: person.citizenNumber\`.

| id | 名称 / title | 类型 / type | 标准 / standard | 校验 / check | 建议分级 / proposed grade |
|---|---|---|---|---|---|
${rows.join('\n')}

## 代码表 / Code tables

${tables.join('\n')}`
}

function checked(check: boolean, codes: string | undefined, onInvalid: string | undefined): string {
  if (codes !== undefined) return `代码表 / code table \`${codes}\``
  if (!check) return ''
  return onInvalid === 'warn' ? '警告 / warns' : '是 / yes'
}
