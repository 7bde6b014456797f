import type { Column, Dataset } from '@berth/core'
import { describedColumn, type SqlColumn, type SqlConnection, type SqlProcedure, type SqlTable } from '@berth/sql'
import type { NativeColumn } from './native-column.ts'
import { columns, counts, keys, objects, parameters, results } from './questions.ts'
import { quote } from './quote.ts'
import { mssqlColumn } from './values.ts'

/** How the catalogue is read. */
export interface CatalogueSettings {
  readonly maxCellBytes: number
  /** A table of ours that is not told. */
  readonly ledger: string
  /** The major version of the server: 10 is 2008 R2, 11 is 2012. */
  readonly version: number
  readonly codePage: number | undefined
}

/** A procedure, with what tells its outputs apart. */
export interface MssqlProcedure extends SqlProcedure {
  /** Names of the parameters that come back. With any, they are the output; else the rows of the first result. */
  readonly outputs: ReadonlySet<string>
}

interface Entry {
  /** `schema.name`, or the name alone in the schema of the user. */
  readonly name: string
  readonly reference: string
  readonly kind: 'U' | 'V' | 'SN' | 'P'
  /** Whose columns it has: its own id, or that of what a synonym stands for. */
  readonly id: number
  readonly comment: string | undefined
}

interface Told {
  readonly column: SqlColumn
  readonly codePage: number | undefined
  readonly comment: string | undefined
}

const firstVersionThatTellsResults = 11
const namesTogether = 100

/** The table, view or synonym for the shared operations. */
export async function loadTable(
  connection: SqlConnection,
  dataset: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<SqlTable | undefined> {
  const entry = await find(connection, dataset, signal)
  if (entry === undefined || entry.kind === 'P') return undefined
  const told = (await columnsOf(connection, settings, [entry.id], signal)).get(entry.id)
  if (told === undefined) return undefined
  const key = (await keysOf(connection, [entry.id], signal)).get(entry.id) ?? []
  return { name: dataset, reference: entry.reference, columns: told.map(({ column }) => column), key }
}

export async function loadProcedure(
  connection: SqlConnection,
  operation: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<MssqlProcedure | undefined> {
  const entry = await find(connection, operation, signal)
  return entry?.kind === 'P' ? await procedureOf(connection, entry, settings, signal) : undefined
}

/** Tables, views, synonyms and procedures in the order of their names. */
export async function* describe(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const entries = await entriesOf(connection, names, signal)
  const ids = names === undefined ? undefined : entries.map(({ id }) => id)
  const told = await columnsOf(connection, settings, ids, signal)
  const keyed = await keysOf(connection, ids, signal)
  const counted = new Map(
    (await inParts(connection, counts, ids, signal)).map(([id, rows]) => [Number(id), Number(rows)]),
  )
  entries.sort((left, right) => (left.name < right.name ? -1 : 1))
  for (const entry of entries) {
    const { name, kind, id, comment } = entry
    const own = comment === undefined ? {} : { comment }
    if (kind === 'P') {
      const procedure = await procedureOf(connection, entry, settings, signal)
      const output = procedure.output.map((column) =>
        datasetColumn({ column, codePage: undefined, comment: undefined }),
      )
      // One that comes back may also be given; SQL Server does not tell whether it has to be.
      const taken = procedure.parameters.filter((column) => !procedure.outputs.has(column.name))
      const given = taken.map((column) => datasetColumn({ column, codePage: undefined, comment: undefined }))
      yield { name, kind: 'procedure', columns: output, parameters: given, key: [], ...own }
      continue
    }
    const described = told.get(id)
    if (described === undefined || name === settings.ledger) continue
    const rowCount = counted.get(id)
    yield {
      name,
      kind: ({ U: 'table', V: 'view', SN: 'synonym' } as const)[kind],
      columns: described.map(datasetColumn),
      key: keyed.get(id) ?? [],
      ...own,
      ...(rowCount === undefined ? {} : { rowCount }),
    }
  }
}

function datasetColumn({ column, codePage, comment }: Told): Column {
  const charset = codePage === 65001 ? 'UTF-8' : `cp${codePage}`
  return describedColumn(column, codePage === undefined ? undefined : charset, comment)
}

async function find(connection: SqlConnection, name: string, signal: AbortSignal): Promise<Entry | undefined> {
  return (await entriesOf(connection, [name], signal))[0]
}

/** Those with these names exactly, whatever the collation of the catalogue takes for equal. */
async function entriesOf(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Entry[]> {
  // A dot may stand behind a schema, and within a name.
  const endings = names?.flatMap((name) => name.split('.').map((_, at, parts) => parts.slice(at).join('.')))
  const rows = await inParts(connection, objects, endings === undefined ? undefined : [...new Set(endings)], signal)
  const entries = rows.flatMap((row): Entry[] => {
    const [schema, plain, type, own, comment, base, baseId, mine] = row
    const kind = String(type).trimEnd() as Entry['kind']
    const name = schema === mine ? String(plain) : `${schema}.${plain}`
    // Columns of another database are not in the catalogue of this one.
    if (kind === 'SN' && (baseId === null || String(base).split('].[').length > 2)) return []
    const reference = `${quote(String(schema))}.${quote(String(plain))}`
    const id = Number(kind === 'SN' ? baseId : own)
    return [{ name, reference, kind, id, comment: comment === null ? undefined : String(comment) }]
  })
  return names === undefined ? entries : entries.filter(({ name }) => names.includes(name))
}

async function columnsOf(
  connection: SqlConnection,
  { maxCellBytes }: CatalogueSettings,
  ids: readonly number[] | undefined,
  signal: AbortSignal,
): Promise<Map<number, Told[]>> {
  const all: Map<number, Told[]> = new Map()
  for (const row of await inParts(connection, columns, ids, signal)) {
    const [id, name, type, bytes, precision, scale, nullable, identity, codePage, collation, comment, computed] = row
    const page = codePage === null || !/^(?:char|varchar|text)$/.test(String(type)) ? undefined : Number(codePage)
    const native: NativeColumn = {
      name: String(name),
      type: String(type),
      bytes: Number(bytes),
      precision: Number(precision),
      scale: Number(scale),
      nullable: Number(nullable) === 1,
      identity: Number(identity) === 1,
      computed: Number(computed) === 1,
      ...(page === undefined ? {} : { codePage: page }),
      ...(typeof collation === 'string' ? { collation } : {}),
    }
    const column = mssqlColumn(native, maxCellBytes)
    const told = { column, codePage: page, comment: comment === null ? undefined : String(comment) }
    const known = all.get(Number(id))
    if (known === undefined) all.set(Number(id), [told])
    else known.push(told)
  }
  return all
}

async function keysOf(
  connection: SqlConnection,
  ids: readonly number[] | undefined,
  signal: AbortSignal,
): Promise<Map<number, string[]>> {
  const all: Map<number, string[]> = new Map()
  for (const [id, name] of await inParts(connection, keys, ids, signal)) {
    const known = all.get(Number(id)) ?? []
    all.set(Number(id), [...known, String(name)])
  }
  return all
}

async function procedureOf(
  connection: SqlConnection,
  { name, reference, id }: Entry,
  { maxCellBytes, version, codePage }: CatalogueSettings,
  signal: AbortSignal,
): Promise<MssqlProcedure> {
  const natives = (await connection.query(parameters(1), [String(id)], signal)).map((row) => {
    const [, marked, type, bytes, precision, scale, output] = row
    const column = shaped([String(marked).replace(/^@/, ''), type, bytes, precision, scale, 1], codePage)
    return { column: mssqlColumn(column, maxCellBytes), output: Number(output) === 1 }
  })
  const given = natives.map(({ column }) => column)
  const outputs = natives.filter(({ output }) => output).map(({ column }) => column)
  const base = { name, reference, parameters: given, outputs: new Set(outputs.map((column) => column.name)) }
  if (outputs.length > 0) return { ...base, output: outputs }
  if (version < firstVersionThatTellsResults) return { ...base, output: [], answersLate: true }
  const rows = await connection.query(results, [String(id)], signal)
  const output = rows.flatMap((row) => {
    const [resultName, ...rest] = row
    const page = row[6] === null ? undefined : Number(row[6])
    return resultName === null ? [] : [mssqlColumn(shaped([resultName, ...rest], page), maxCellBytes)]
  })
  const told = output.length > 0 && output.length === rows.length
  return told ? { ...base, output } : { ...base, output: [], answersLate: true }
}

/** Name, type, bytes, precision, scale, nullable. */
function shaped(row: readonly unknown[], codePage: number | undefined): NativeColumn {
  const [name, type, bytes, precision, scale, nullable, , collation] = row
  const textual = codePage !== undefined && /^(?:char|varchar|text)$/.test(String(type))
  return {
    name: String(name),
    type: String(type),
    bytes: Number(bytes),
    precision: Number(precision),
    scale: Number(scale),
    nullable: Number(nullable) === 1,
    ...(textual ? { codePage, collation: typeof collation === 'string' ? collation : 'DATABASE_DEFAULT' } : {}),
  }
}

/** Asks for all, or for some at a time. */
async function inParts(
  connection: SqlConnection,
  question: (parameters?: number) => string,
  parameters_: readonly (string | number)[] | undefined,
  signal: AbortSignal,
): Promise<unknown[][]> {
  if (parameters_ === undefined) return await connection.query(question(), [], signal)
  const rows: unknown[][] = []
  for (let start = 0; start < parameters_.length; start += namesTogether) {
    const part = parameters_.slice(start, start + namesTogether).map(String)
    rows.push(...(await connection.query(question(part.length), part, signal)))
  }
  return rows
}
