import type { SqlWrite } from '@berth/sql'
import { quote } from './quote.ts'
import { shortBits } from './text-equality.ts'

/**
 * The upsert of the rows of a source, whole or not at all. HOLDLOCK keeps another session from inserting the same key in
 * between. A key that is twice in the source is refused (8672). So is one that only its collation takes for the key of
 * another row, by the index of the key (2601, 2627): that row would be replaced, and be gone when its own key is deleted.
 */
export function mergeStatement({ table, columns, key }: Omit<SqlWrite, 'rows'>, source: string): string {
  const names = columns.map(({ name }) => quote(name))
  const on = key.flatMap((name) => {
    const [target, given] = [`BERTH_T.${quote(name)}`, `BERTH_S.${quote(name)}`]
    const isText = columns.find((column) => column.name === name)?.type.name === 'text'
    return [`${target} = ${given}`, ...(isText ? [`${shortBits(target)} = ${shortBits(given)}`] : [])]
  })
  const others = columns.filter(({ name }) => !key.includes(name)).map(({ name }) => quote(name))
  const update = others.map((name) => `${name} = BERTH_S.${name}`).join(', ')
  const matched = others.length === 0 ? '' : ` WHEN MATCHED THEN UPDATE SET ${update}`
  const values = names.map((name) => `BERTH_S.${name}`)
  return `MERGE INTO ${table.reference} WITH (HOLDLOCK) AS BERTH_T USING (${source}) AS BERTH_S (${names.join(', ')}) ON ${on.join(' AND ')}${matched} WHEN NOT MATCHED THEN INSERT (${names.join(', ')}) VALUES (${values.join(', ')});`
}
