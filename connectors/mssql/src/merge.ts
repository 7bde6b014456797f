import type { SqlWrite } from '@berth/sql'
import { quote } from './quote.ts'

/**
 * The upsert of the rows of a source, whole or not at all. HOLDLOCK keeps another session from inserting the same key in
 * between. A key that is twice in the source is refused (8672).
 */
export function mergeStatement({ table, columns, key }: Omit<SqlWrite, 'rows'>, source: string): string {
  const names = columns.map(({ name }) => quote(name))
  const on = key.map((name) => `BERTH_T.${quote(name)} = BERTH_S.${quote(name)}`)
  const others = columns.filter(({ name }) => !key.includes(name)).map(({ name }) => quote(name))
  const update = others.map((name) => `${name} = BERTH_S.${name}`).join(', ')
  const matched = others.length === 0 ? '' : ` WHEN MATCHED THEN UPDATE SET ${update}`
  const values = names.map((name) => `BERTH_S.${name}`)
  return `MERGE INTO ${table.reference} WITH (HOLDLOCK) AS BERTH_T USING (${source}) AS BERTH_S (${names.join(', ')}) ON ${on.join(' AND ')}${matched} WHEN NOT MATCHED THEN INSERT (${names.join(', ')}) VALUES (${values.join(', ')});`
}
