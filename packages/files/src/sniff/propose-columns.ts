import { isEmptyCell, type SampleCell } from './cell-shape.ts'

/** A column of texts and what its samples are proposed to be read as, in the notation of manifests. */
export type ProposedType = 'text' | 'integer' | 'decimal' | 'boolean'

/** Names of what is not counted with: codes and numbers that only name something. */
const nameOfCode =
  /(?:号|码|编号|代码|电话|手机|邮编|版本|年度|年份|状态|标志|类型|类别|性别|等级|级别|章节)|(?:^|[^a-z])(?:id|code|no|bh|dm|xh|phone|tel|zip|version|type|status|flag|year)\d*$/i
const nameOfQuantity =
  /数量|人数|户数|次数|件数|金额|价|费用?$|税额|面积|余额|合计|总额|总数|比例|率$|(?:^|[^a-z])(?:count|amount|qty|total|price|fee|sl|je|mj)$/i

const whole = /^-?(?:0|[1-9]\d{0,8})$/
const fraction = /^-?(?:0|[1-9]\d{0,17})(?:\.\d{1,8})?$/

/**
 * What every sampled value of a column is: a number only where nothing speaks for a code, for the zeros of a code are lost in a
 * number. Dates stay texts; their format is the item's.
 */
export function proposeType(name: string, cells: readonly SampleCell[], isKey: boolean): ProposedType {
  const values = cells.filter((cell): cell is string => cell !== null)
  if (values.length === 0 || isKey || values.some((value) => value === '')) return 'text'
  if (values.every((value) => value === 'true' || value === 'false')) return 'boolean'
  if (nameOfCode.test(name)) return 'text'
  if (values.every((value) => fraction.test(value)) && values.some((value) => value.includes('.'))) return 'decimal'
  if (!values.every((value) => whole.test(value))) return 'text'
  if (nameOfQuantity.test(name)) return 'integer'
  const distinct = new Set(values)
  const lengths = new Set(values.map((value) => value.length))
  return distinct.size > 10 && lengths.size > 1 ? 'integer' : 'text'
}

const keyNames: readonly RegExp[] = [
  /^(?:主键|id|uuid|guid|pk|流水号|唯一标识)$/i,
  /(?:编号|編號|流水号|(?<!身份|居民|会员)证书?号码?|登记号|登记证号|案卷号|文号|受理号|批文号|档案号|统一社会信用代码|执照号)$|(?:^|[^a-z])(?:id|bh|zj|uuid|lsh)$/i,
  /(?:身份证号码?|证件号码?|代码|号码|号)$|(?:^|[^a-z])(?:no|code|key|dm|number)$|(?:Id|No|Code|Key)$/,
]
const neverKey = /电话|手机|传真|邮编|序号|银行|账号|房号|门牌|车牌|批号|型号|phone|tel|fax|zip/i

/** The column that is unique in the sample, always there, and named like a key. Undefined: none is. */
export function proposeKey(names: readonly string[], rows: readonly (readonly unknown[])[]): string | undefined {
  if (rows.length < 2) return undefined
  for (const pattern of keyNames) {
    const found = names.findIndex((name, column) => {
      if (!pattern.test(name) || neverKey.test(name)) return false
      return isUnique(rows, column)
    })
    if (found >= 0) return names[found]
  }
  return undefined
}

/** Columns that could be the key by their values alone, three at most. Too few records say nothing. */
export function uniqueColumns(names: readonly string[], rows: readonly (readonly unknown[])[]): readonly string[] {
  return rows.length < 10 ? [] : names.filter((_name, column) => isUnique(rows, column)).slice(0, 3)
}

function isUnique(rows: readonly (readonly unknown[])[], column: number): boolean {
  const values = rows.map((row) => row[column] ?? null).filter((value) => value !== null && value !== '')
  return values.length === rows.length && new Set(values).size === rows.length
}

const nullWords = ['NULL', 'null', '\\N', '(null)', '<NULL>', 'N/A', '#N/A', 'None', 'nil']

/** Words that stand for NULL in at least one column, beside other values. */
export function proposeNulls(rows: readonly (readonly SampleCell[])[]): readonly string[] {
  const seen = new Set<string>()
  for (const row of rows) for (const cell of row) if (!isEmptyCell(cell) && cell !== null) seen.add(cell)
  return nullWords.filter((word) => seen.has(word))
}
