import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Target, TargetDataset } from '@berth/conformance'
import { formatLogicalType, type Row, type Value } from '@berth/core'

/** A cell as spreadsheets and exports write it: NULL is nothing at all, every text stands in quotes. */
function csvCell(cell: Value, charset?: string): Buffer {
  if (cell === null) return Buffer.alloc(0)
  if (charset !== undefined) return Buffer.concat([quote, doubledQuotes(cell as Uint8Array), quote])
  const text = cell instanceof Uint8Array ? Buffer.from(cell).toString('base64') : String(cell)
  return Buffer.from(`"${text.replaceAll('"', '""')}"`)
}

const quote = Buffer.from('"')

/** Bytes that nobody has decoded. */
function doubledQuotes(bytes: Uint8Array): Buffer {
  return Buffer.from([...bytes].flatMap((byte) => (byte === 0x22 ? [byte, byte] : [byte])))
}

/** Keeps the files of a dataset, and what they amount to. */
class DatasetFolder {
  readonly #folder: string
  readonly #dataset: TargetDataset
  readonly #rows: Map<string, Row> = new Map()
  readonly #digests: Map<string, string> = new Map()
  readonly #keyless: Row[] = []

  constructor(folder: string, dataset: TargetDataset) {
    this.#folder = folder
    this.#dataset = dataset
    mkdirSync(folder)
  }

  /** What a docking would write about it. */
  definition(root: string): unknown {
    const { columns, key } = this.#dataset
    const folder = path.relative(root, this.#folder)
    const described = columns.map(({ name, type, nullable, comment }) => [
      name,
      { type: formatLogicalType(type), required: !nullable, ...(comment === undefined ? {} : { comment }) },
    ])
    const changes = { contents: 'changes', change: { column: '$change', deletes: ['delete'] } }
    return {
      files: `${folder}/*.csv`,
      columns: Object.fromEntries(described),
      key,
      settledMs: 0,
      ...(key.length === 0 ? {} : changes),
    }
  }

  upsert(rows: readonly Row[]): void {
    this.#write(rows.map((row) => ['upsert', ...row]))
    for (const row of rows) {
      if (this.#dataset.key.length === 0) this.#keyless.push(row)
      else this.#rows.set(this.#name(this.#keyOf(row)), row)
    }
  }

  remove(keys: readonly Row[]): void {
    const { columns, key } = this.#dataset
    this.#write(keys.map((values) => ['delete', ...columns.map(({ name }) => values[key.indexOf(name)] ?? null)]))
    for (const values of keys) this.#rows.delete(this.#name(values))
  }

  /** The rows, once it is certain that nobody has touched the files. */
  read(columns: TargetDataset['columns']): Row[] {
    const found = readdirSync(this.#folder).map((name) => [name, digest(readFileSync(path.join(this.#folder, name)))])
    const known = found.every(([name = '', is]) => this.#digests.get(name) === is)
    if (!known || found.length !== this.#digests.size) throw new Error('the files of the dataset were changed')
    const places = columns.map(({ name }) => this.#dataset.columns.findIndex((column) => column.name === name))
    const rows = this.#dataset.key.length === 0 ? this.#keyless : [...this.#rows.values()]
    return rows.map((row) => places.map((at) => row[at] ?? null))
  }

  drop(): void {
    rmSync(this.#folder, { recursive: true })
  }

  #write(records: readonly Row[]): void {
    const { columns, key } = this.#dataset
    const charsets = [undefined, ...columns.map(({ charset }) => charset)]
    const header = ['$change', ...columns.map((column) => column.name)].map((word) => csvCell(word))
    const cells = records.map((record) => record.map((cell, at) => csvCell(cell, charsets[at])))
    const lines = [header, ...cells].map((record) =>
      record.slice(key.length === 0 ? 1 : 0).flatMap((cell, at) => (at === 0 ? [cell] : [Buffer.from(','), cell])),
    )
    const bytes = Buffer.concat(lines.flatMap((line) => [...line, Buffer.from('\r\n')]))
    const name = `${this.#digests.size + 1}.csv`
    writeFileSync(path.join(this.#folder, name), bytes)
    this.#digests.set(name, digest(bytes))
  }

  #keyOf(row: Row): Row {
    const { columns, key } = this.#dataset
    return key.map((name) => row[columns.findIndex((column) => column.name === name)] ?? null)
  }

  #name(key: Row): string {
    return JSON.stringify(key)
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** How many files of some kind this process has open. */
function openFiles(counts: (file: string) => boolean): number {
  const links = readdirSync('/proc/self/fd').map((link) => {
    try {
      return readlinkSync(`/proc/self/fd/${link}`)
    } catch {
      return ''
    }
  })
  return links.filter(counts).length
}

/** Grows with every write to a file or a folder. */
function touched(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return ['', ...entries].reduce((sum, entry) => sum + Math.round(statSync(path.join(folder, entry)).ctimeMs), 0)
}

/** A new folder with one folder for each dataset. Every change is a file of its own: what changed, and what was deleted. */
export async function fileTarget(parent: string = tmpdir()): Promise<Target> {
  const root = mkdtempSync(path.join(parent, 'berth-file-'))
  // A server that shows it may run as another user.
  chmodSync(root, 0o777)
  const datasets = new Map<string, DatasetFolder>()
  const definitions = new Map<string, unknown>()
  const keysFolder = mkdtempSync(path.join(tmpdir(), 'kit-keys-'))
  let made = 0
  const folderOf = ({ name }: TargetDataset): DatasetFolder => {
    const folder = datasets.get(name)
    if (folder === undefined) throw new Error('the kit has not made this dataset')
    return folder
  }
  return {
    options: { folder: root },
    program: { module: new URL('../src/index.ts', import.meta.url).href, options: { folder: root } },
    kind: 'file',
    datasets: () => ({
      ...Object.fromEntries([...datasets].map(([name, folder]) => [name, folder.definition(root)])),
      ...Object.fromEntries(definitions),
    }),
    holds: () => true,
    // A type that a column does not have is a text as any other.
    holdsIllTyped: (_, value) => value !== null,
    holdsName: (name) => name.trim() === name,
    longText: true,
    runScript: async (script) => {
      if (script !== '') throw new Error('there is nothing to run')
    },
    create: async (dataset) => {
      const folder = new DatasetFolder(path.join(root, `d${++made}`), dataset)
      datasets.set(dataset.name, folder)
      folder.upsert(dataset.rows)
    },
    put: async (dataset, rows) => folderOf(dataset).upsert(rows),
    remove: async (dataset, keys) => folderOf(dataset).remove(keys),
    read: async (dataset) => folderOf(dataset).read(dataset.columns),
    batches: async (sender) => {
      const name = `batches${++made}`
      const folder = path.join(root, name)
      mkdirSync(path.join(folder, 'receipts'), { recursive: true })
      chmodSync(path.join(folder, 'receipts'), 0o777)
      const keys = path.join(keysFolder, `${name}.json`)
      writeFileSync(keys, sender.keys)
      const { system, resource, key } = sender
      const columns = sender.columns.map((column) => [column.name, formatLogicalType(column.type)])
      definitions.set(name, {
        files: `${name}/*.*`,
        format: 'csv',
        columns: Object.fromEntries(columns),
        key,
        contents: 'changes',
        settledMs: 0,
        batches: { system, resource, keys, receipts: `${name}/receipts` },
      })
      return {
        dataset: name,
        place: async (file, bytes) => writeFileSync(path.join(folder, file), bytes),
        remove: async (file) => rmSync(path.join(folder, file)),
        receipts: async () => {
          const names = readdirSync(path.join(folder, 'receipts'))
          return new Map(names.map((file) => [file, readFileSync(path.join(folder, 'receipts', file), 'utf8')]))
        },
        drop: async () => {
          rmSync(folder, { recursive: true })
          definitions.delete(name)
        },
      }
    },
    file: async (file) => {
      const there = path.join(root, file)
      return existsSync(there) ? readFileSync(there) : undefined
    },
    connections: async () =>
      openFiles((file) => file.startsWith(root) || file.startsWith(path.join(tmpdir(), 'berth-'))),
    writes: async () => touched(root),
    locks: async () => openFiles((file) => file.startsWith(root)),
    drop: async (dataset) => {
      folderOf(dataset).drop()
      datasets.delete(dataset.name)
    },
    close: async () => {
      for (const folder of [root, keysFolder]) rmSync(folder, { recursive: true })
    },
  }
}
