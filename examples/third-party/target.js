// The kit's second channel: it writes the ledgers, and reads them back past the connector.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export async function ledgerTarget() {
  const folder = await mkdtemp(path.join(tmpdir(), 'ledger-'))
  const file = ({ name }) => path.join(folder, `${name}.jsonl`)
  const read = async (dataset) => {
    const [head, ...rows] = (await readFile(file(dataset), 'utf8')).trimEnd().split('\n')
    return { columns: JSON.parse(head).columns, rows: rows.map((row) => JSON.parse(row)) }
  }
  const write = async (dataset, columns, rows) => {
    const places = dataset.key.map((name) => columns.findIndex((column) => column.name === name))
    const sorted = rows.toSorted((one, other) => order(places, one, other))
    const lines = [{ columns, key: dataset.key }, ...sorted].map((line) => `${JSON.stringify(line)}\n`)
    await writeFile(file(dataset), lines.join(''))
  }
  const keyOf = ({ key, columns }, row) =>
    JSON.stringify(key.map((name) => row[columns.findIndex((column) => column.name === name)]))
  const without = (dataset, rows, keys) => {
    const gone = new Set(keys.map((key) => JSON.stringify(key)))
    return rows.filter((row) => !gone.has(keyOf(dataset, row)))
  }
  return {
    options: { folder },
    // JSON has no bytes, and this ledger no doubles.
    holds: (type) => !['binary', 'double', 'json'].includes(type.name),
    create: async (dataset) => await write(dataset, dataset.columns, dataset.rows),
    put: async (dataset, rows) => {
      const { columns, rows: there } = await read(dataset)
      const keys = rows.map((row) => JSON.parse(keyOf(dataset, row)))
      await write(dataset, columns, [...without(dataset, there, keys), ...rows])
    },
    remove: async (dataset, keys) => {
      const { columns, rows } = await read(dataset)
      await write(dataset, columns, without(dataset, rows, keys))
    },
    read: async (dataset) => {
      const { columns, rows } = await read(dataset)
      const places = dataset.columns.map(({ name }) => columns.findIndex((column) => column.name === name))
      return rows.map((row) => places.map((place) => row[place]))
    },
    drop: async (dataset) => await rm(file(dataset), { force: true }),
    close: async () => await rm(folder, { recursive: true, force: true }),
  }
}

/** The order of the key: numbers by size, texts by their characters. */
function order(places, one, other) {
  for (const place of places) if (one[place] !== other[place]) return one[place] < other[place] ? -1 : 1
  return 0
}
