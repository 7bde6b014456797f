import type { SqlColumn, SqlWrite } from '@berth/sql'

/** How a database spells a row of parameters in MERGE. */
export interface MergeForm {
  readonly quote: (identifier: string) => string
  /** The table of one row that a SELECT without a table needs: `FROM SYSIBM.SYSDUMMY1`. */
  readonly from: string
}

/** `MERGE INTO t USING (SELECT ? AS a, ..) S ON .. WHEN MATCHED .. WHEN NOT MATCHED ..`, one row at a time. */
export function mergeStatement(
  { quote, from }: MergeForm,
  { table, columns, key }: SqlWrite,
  marker: (position: number) => string,
): string {
  const cells = columns.map((column, at) => `${typed(column, marker(at + 1))} AS ${quote(column.name)}`)
  const on = key.map((name) => `T.${quote(name)} = S.${quote(name)}`)
  const others = columns.filter(({ name }) => !key.includes(name)).map(({ name }) => quote(name))
  const update = others.map((name) => `T.${name} = S.${name}`)
  const names = columns.map(({ name }) => quote(name))
  return [
    `MERGE INTO ${table.reference} T USING (SELECT ${cells.join(', ')} ${from}) S ON (${on.join(' AND ')})`,
    ...(update.length === 0 ? [] : [`WHEN MATCHED THEN UPDATE SET ${update.join(', ')}`]),
    `WHEN NOT MATCHED THEN INSERT (${names.join(', ')}) VALUES (${names.map((name) => `S.${name}`).join(', ')})`,
  ].join(' ')
}

/** A parameter in a SELECT has no type but the one that it is given. */
function typed(column: SqlColumn, marker: string): string {
  return column.marker?.(marker) ?? `CAST(${marker} AS ${column.nativeType})`
}
