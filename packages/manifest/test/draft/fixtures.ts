import type { Column, Dataset, LogicalType, RowBatch, Value } from '@berth/core'

export function text(maxLength: number): LogicalType {
  return { name: 'text', maxLength }
}

export function column(name: string, type: LogicalType, more: Partial<Column> = {}): Column {
  return { name, type, nativeType: type.name.toUpperCase(), nullable: false, ...more }
}

export function table(name: string, columns: readonly Column[], more: Partial<Dataset> = {}): Dataset {
  return { name, kind: 'table', columns, key: [], ...more }
}

export function batch(columns: readonly Column[], rows: readonly (readonly Value[])[]): RowBatch {
  return { fields: columns.map(({ name, type }) => ({ name, type })), rows: rows.map((row) => [...row]) }
}

export const citizens: readonly string[] = ['11010519491231002X', '440524188001010014', '110101190001011009']

/** A registry with 15-year-old habits. */
export const marriage: Dataset = table(
  'T_HYDJ',
  [
    column('ID', { name: 'int64' }),
    column('NF_SFZH', text(18), { comment: '男方身份证号' }),
    column('VF_SFZH', text(18), { comment: '女方身份证号' }),
    column('XM', text(30)),
    column('XB', text(2), { comment: '性别：1男 2女' }),
    column('DJRQ', text(8), { comment: '登记日期' }),
    column('JFJE', { name: 'decimal', precision: 12, scale: 2 }),
    column('LB', text(2)),
    column('GXSJ', { name: 'datetime' }, { nullable: true }),
    column('BZ', text(200), { comment: '备注' }),
    column('ZP', { name: 'binary' }),
  ],
  { key: ['ID'], comment: '结婚登记信息' },
)

export const marriageRows: RowBatch = batch(
  marriage.columns,
  Array.from({ length: 30 }, (_, index) => [
    String(700_000 + index),
    citizens[index % 3] ?? null,
    citizens[(index + 1) % 3] ?? null,
    ['张某某', '李某', '欧阳某某'][index % 3] ?? null,
    ['1 ', '2 '][index % 2] ?? null,
    ['20090102', '20100304'][index % 2] ?? null,
    '9876.50',
    ['甲', '乙'][index % 2] ?? null,
    '2011-12-13T14:15:16',
    index % 2 === 0 ? 'Merkmal' : null,
    new Uint8Array([1, 2, 3]),
  ]),
)

export const manifest = `# 民政局的婚姻登记系统
berth: 1
system:
  id: civil-affairs.marriage
  title: 婚姻登记系统   # 2009 年建成
  owner: { title: 示例市民政局, code: 91350100M000100Y43 }

connections:
  registry:
    use: "@berth/connector-memory"

# 以下由 berth discover 起草
resources: {}
`
