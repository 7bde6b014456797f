// The kit's second channel to the sample: it makes tables, fills them and reads them back past the connector, which is not its own judge.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const quoted = (name) => `"${name.replaceAll('"', '""')}"`
const declared = {
  text: ({ maxLength }) => (maxLength === undefined ? 'TEXT' : `VARCHAR(${maxLength})`),
  integer: () => 'INT',
  int64: () => 'INTEGER',
  date: () => 'DATE',
  datetime: () => 'TIMESTAMP',
}
// SQLite gives columns declared DATE and TIMESTAMP an affinity for numbers, which no date or time looks like.
const stored = (cell, { type }) => (type.name === 'int64' && cell !== null ? BigInt(cell) : cell)

export async function openTarget() {
  const folder = mkdtempSync(path.join(tmpdir(), '{{name}}-'))
  const file = path.join(folder, 'sample.db')
  const database = new DatabaseSync(file, { timeout: 1000 })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  const put = async ({ name, columns }, rows) => {
    const markers = columns.map(() => '?').join(', ')
    const insert = database.prepare(`INSERT OR REPLACE INTO ${quoted(name)} VALUES (${markers})`)
    for (const row of rows) insert.run(...columns.map((column, at) => stored(row[at] ?? null, column)))
  }
  return {
    options: { file },
    // What it cannot hold is not tried, and the report says so.
    holds: (type) => declared[type.name] !== undefined,
    create: async (dataset) => {
      const columns = dataset.columns.map(
        ({ name, type, nullable }) => `${quoted(name)} ${declared[type.name](type)}${nullable ? '' : ' NOT NULL'}`,
      )
      const key = dataset.key.length === 0 ? [] : [`PRIMARY KEY (${dataset.key.map(quoted).join(', ')})`]
      database.exec(`CREATE TABLE ${quoted(dataset.name)} (${[...columns, ...key].join(', ')})`)
      await put(dataset, dataset.rows)
    },
    put,
    remove: async ({ name, key }, keys) => {
      const condition = key.map((column) => `${quoted(column)} = ?`).join(' AND ')
      for (const values of keys) database.prepare(`DELETE FROM ${quoted(name)} WHERE ${condition}`).run(...values)
    },
    read: async ({ name, columns }) => {
      const selected = columns.map((column) =>
        column.type.name === 'int64' ? `CAST(${quoted(column.name)} AS TEXT)` : quoted(column.name),
      )
      const statement = database.prepare(`SELECT ${selected.join(', ')} FROM ${quoted(name)}`)
      statement.setReturnArrays(true)
      return statement.all()
    },
    drop: async ({ name }) => database.exec(`DROP TABLE ${quoted(name)}`),
    holdsName: () => true,
    close: async () => {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}
