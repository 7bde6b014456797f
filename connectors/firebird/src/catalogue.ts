import type { Column, Dataset } from '@berth/core'
import { describedColumn, type SqlColumn, type SqlConnection, type SqlProcedure, type SqlTable } from '@berth/sql'
import { commentReader } from './comments.ts'
import * as questions from './questions.ts'
import { quote } from './quote.ts'
import { firebirdColumn, isUnknown, type NativeField } from './values.ts'

/** How the catalogue is read. */
export interface CatalogueSettings {
  /** The charset of text that the database does not know the charset of. */
  readonly charset: string | undefined
  /** A table of ours that is not told. */
  readonly ledger: string
}

interface TypedField {
  readonly field: NativeField
  readonly comment: string | undefined
}

interface Entry {
  readonly kind: 'table' | 'view'
  readonly comment: string | undefined
  /** Whether the user may read it. */
  readonly readable: boolean
  readonly fields: TypedField[]
  readonly key: string[]
  rowCount?: number
}

/** A procedure, and how it is called. */
export interface FirebirdProcedure extends SqlProcedure {
  /** It answers with rows, as a table does. */
  readonly selectable: boolean
}

interface ProcedureEntry {
  readonly reference: string
  readonly selectable: boolean
  readonly comment: string | undefined
  readonly callable: boolean
  readonly parameters: TypedField[]
  readonly output: TypedField[]
}

/** The table for the shared operations. */
export async function loadTable(
  connection: SqlConnection,
  dataset: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<SqlTable | undefined> {
  const entry = (await readTables(connection, [dataset], settings, signal)).get(dataset)
  if (entry === undefined) return undefined
  return { name: dataset, reference: quote(dataset), columns: columnsOf(entry.fields, settings), key: entry.key }
}

/** The procedure of this name, one of a package as `PACKAGE.NAME`. */
export async function loadProcedure(
  connection: SqlConnection,
  operation: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<FirebirdProcedure | undefined> {
  const entry = (await readProcedures(connection, settings, signal, operation)).get(operation)
  if (entry === undefined) return undefined
  const { reference, selectable } = entry
  const [parameters, output] = [entry.parameters, entry.output].map((fields) => columnsOf(fields, settings))
  return { name: operation, reference, selectable, parameters: parameters ?? [], output: output ?? [] }
}

/**
 * Tables, views and procedures that the user may read and call, in the order of their names, with six questions however
 * many there are.
 */
export async function* describe(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const told = (fields: readonly TypedField[]): Column[] => fields.map((each) => columnOf(each, settings))
  const datasets: Dataset[] = []
  for (const [name, entry] of await readTables(connection, names, settings, signal)) {
    const { kind, fields, key, comment, rowCount } = entry
    if (name === settings.ledger || fields.length === 0 || !entry.readable) continue
    const rest = { ...(comment === undefined ? {} : { comment }), ...(rowCount === undefined ? {} : { rowCount }) }
    datasets.push({ name, kind, columns: told(fields), key, ...rest })
  }
  for (const [name, entry] of await readProcedures(connection, settings, signal)) {
    const { output, parameters, comment } = entry
    if (!entry.callable || names?.includes(name) === false) continue
    const rest = { parameters: told(parameters), ...(comment === undefined ? {} : { comment }) }
    datasets.push({ name, kind: 'procedure', columns: told(output), key: [], ...rest })
  }
  yield* datasets.sort((left, right) => (left.name < right.name ? -1 : 1))
}

function columnsOf(fields: readonly TypedField[], { charset }: CatalogueSettings): SqlColumn[] {
  return fields.map(({ field }) => firebirdColumn(field, charset))
}

function columnOf({ field, comment }: TypedField, settings: CatalogueSettings): Column {
  const charset = isUnknown(field) || field.charset === 'OCTETS' ? undefined : field.charset
  return describedColumn(firebirdColumn(field, settings.charset), charset, comment)
}

async function readTables(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<Map<string, Entry>> {
  const readComment = commentReader(settings.charset)
  const entries = new Map<string, Entry>()
  const { roles } = await generation(connection, signal)
  for (const part of parts(names)) {
    const ask = (question: questions.Question): Promise<unknown[][]> =>
      connection.query(questions.asked(question, part?.length), part ?? [], signal)
    for (const [name, view, told, readable] of await ask(questions.relations(roles)))
      entries.set(trimmed(name), {
        kind: view === 1 ? 'view' : 'table',
        comment: readComment(told),
        readable: readable === 1,
        fields: [],
        key: [],
      })
    for (const row of await ask(questions.columns))
      entries.get(trimmed(row[0]))?.fields.push({
        field: { ...nativeField(row), ...(row[11] === 1 ? { computed: true } : {}) },
        comment: readComment(row[10]),
      })
    for (const [name, column, selectivity] of await ask(questions.keys)) {
      const entry = entries.get(trimmed(name))
      entry?.key.push(trimmed(column))
      // One part in so many rows, measured when the index was made or its statistics were set. 0: never.
      if (entry !== undefined && Number(selectivity) > 0) entry.rowCount = Math.round(1 / Number(selectivity))
    }
  }
  return entries
}

/** All procedures, or that of this name. */
async function readProcedures(
  connection: SqlConnection,
  settings: CatalogueSettings,
  signal: AbortSignal,
  operation?: string,
): Promise<Map<string, ProcedureEntry>> {
  const readComment = commentReader(settings.charset)
  const { packages, roles } = await generation(connection, signal)
  const entries = new Map<string, ProcedureEntry>()
  const ask = (question: questions.Question): Promise<unknown[][]> =>
    connection.query(questions.asked(question), [], signal)
  const nameOf = (container: unknown, name: unknown): string =>
    container === null ? trimmed(name) : `${trimmed(container)}.${trimmed(name)}`
  for (const [name, container, type, told, callable] of await ask(questions.procedures(packages, roles))) {
    const called = nameOf(container, name)
    if (operation !== undefined && called !== operation) continue
    const reference = container === null ? '' : `${quote(trimmed(container))}.`
    entries.set(called, {
      reference: `${reference}${quote(trimmed(name))}`,
      selectable: type === 1,
      comment: readComment(told),
      callable: callable === 1,
      parameters: [],
      output: [],
    })
  }
  if (entries.size === 0) return entries
  for (const row of await ask(questions.parameters(packages))) {
    const entry = entries.get(nameOf(row[11], row[0]))
    const fields = row[12] === 0 ? entry?.parameters : entry?.output
    fields?.push({ field: nativeField(row), comment: readComment(row[10]) })
  }
  return entries
}

/** What the catalogue of this server has: packages from Firebird 3 on, roles within roles from 4 on. */
async function generation(
  connection: SqlConnection,
  signal: AbortSignal,
): Promise<{ readonly packages: boolean; readonly roles: boolean }> {
  const rows = await connection.query(questions.asked(questions.generation), [], signal)
  const found = rows.map(([name]) => trimmed(name))
  return { packages: found.includes('RDB$PACKAGES'), roles: found.includes('RDB$CONFIG') }
}

/** Names that fit the catalogue, some at a time; `[undefined]` for all there are. */
function parts(names: readonly string[] | undefined): readonly (readonly string[] | undefined)[] {
  if (names === undefined) return [undefined]
  const fitting = names.filter((name) => name.length <= 63)
  return Array.from({ length: Math.ceil(fitting.length / 50) }, (_, part) => fitting.slice(part * 50, part * 50 + 50))
}

function nativeField(row: readonly unknown[]): NativeField {
  return {
    name: trimmed(row[1]),
    type: Number(row[2]),
    subType: Number(row[3]),
    scale: Number(row[4]),
    precision: Number(row[5]),
    length: Number(row[6]),
    characters: Number(row[7]),
    charset: row[8] === null ? undefined : trimmed(row[8]),
    nullable: row[9] !== 1,
  }
}

/** Names are padded to the width of the catalogue's columns. */
function trimmed(name: unknown): string {
  return String(name).trimEnd()
}
