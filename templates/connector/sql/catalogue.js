// What tables there are and what their columns are, from the system's own catalogue, without reading a row (CAP-2).
import { describedColumn } from '@berth/sql'
import { quote } from './dialect.js'
import { columnOf } from './values.js'

const tables = `SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view')
AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'BERTH_LEDGER' ORDER BY name`
const tableColumns = 'SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid'
const rowNumber = { name: 'rowid', type: { name: 'int64' }, nativeType: 'INTEGER', nullable: false, bindsRaw: true }

/** Undefined: there is no such table. */
export async function loadTable(connection, name, signal) {
  const rows = await connection.query(tableColumns, [name], signal)
  if (rows.length === 0) return undefined
  const keyed = rows.filter(([, , , place]) => place > 0n).sort((one, other) => Number(one[3] - other[3]))
  const alone = (place, type) => keyed.length === 1 && place === 1n && type.toUpperCase() === 'INTEGER'
  const columns = rows.map(([column, type, notNull, place]) =>
    columnOf(column, type, notNull === 0n && !alone(place, type)),
  )
  const numbers = await connection.query(
    "SELECT 1 FROM pragma_table_list(?1) WHERE type = 'table' AND wr = 0",
    [name],
    signal,
  )
  const numbered = numbers.length > 0 && rows.every(([column]) => column.toLowerCase() !== 'rowid')
  return {
    name,
    reference: quote(name),
    columns,
    key: keyed.map(([column]) => column),
    ...(numbered ? { rowNumber } : {}),
  }
}

export async function* describe(connection, names, signal) {
  for (const [name, kind] of await connection.query(tables, [], signal)) {
    if (names !== undefined && !names.includes(name)) continue
    const { columns, key } = await loadTable(connection, name, signal)
    yield { name, kind, columns: columns.map((column) => describedColumn(column)), key }
  }
}
