import type { Column, Dataset } from '@berth/core'
import type { SqlColumn, SqlTable } from '../column.ts'
import type { SqlConnection } from '../connection.ts'
import { describedColumn } from '../described-column.ts'
import { type ArgumentSettings, proceduresOf } from './arguments.ts'
import type { FamilyQuestions } from './questions.ts'

/** How a catalogue with the views ALL_TABLES, ALL_TAB_COLUMNS and their like is read. */
export interface CatalogueSettings extends ArgumentSettings {
  readonly questions: FamilyQuestions
  /** The tables of a user that the ledger is among; it is not told. */
  readonly ledger: string
  /** The charset of a column where the catalogue says; of the row of a column. */
  charset(native: readonly unknown[]): string | undefined
  /** A comment as text; undefined for none. */
  comment(raw: unknown): string | undefined
  quote(identifier: string): string
}

interface Place {
  readonly owner: string
  readonly name: string
}

/** The table, view, or what a synonym stands for, for the shared operations. Own names are found before `OWNER.NAME`. */
export async function loadFamilyTable(
  connection: SqlConnection,
  dataset: string,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<SqlTable | undefined> {
  const { questions, quote } = settings
  for (const { owner, name } of await candidates(connection, dataset, settings, signal)) {
    const ask = (question: string): Promise<unknown[][]> => connection.query(question, [owner, name], signal)
    const columns = (await ask(questions.one.columns)).map((row) => settings.column(row.slice(4), String(row[2])))
    if (columns.length === 0) continue
    const key = (await ask(questions.one.keys)).map((row) => String(row[2]))
    return { name: dataset, reference: `${quote(owner)}.${quote(name)}`, columns, key }
  }
  return undefined
}

/** What a name may mean: an own table, one of another owner, what a synonym stands for. */
async function candidates(
  connection: SqlConnection,
  dataset: string,
  { schema, questions }: CatalogueSettings,
  signal: AbortSignal,
): Promise<Place[]> {
  const places: Place[] = [{ owner: schema, name: dataset }]
  const point = dataset.indexOf('.')
  if (point > 0) places.push({ owner: dataset.slice(0, point), name: dataset.slice(point + 1) })
  for (const [, , owner, name] of await connection.query(questions.one.synonyms, [schema, dataset], signal))
    places.push({ owner: String(owner), name: String(name) })
  return places
}

/** Tables, views, synonyms and procedures in the order of their names, with five questions however many there are. */
export async function* describeFamily(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): AsyncIterable<Dataset> {
  const { schema, questions } = settings
  const ask = (question: string): Promise<unknown[][]> => connection.query(question, [], signal)
  const relations = await ask(questions.all.relations)
  const columns = grouped(await ask(questions.all.columns))
  const keys = grouped(await ask(questions.all.keys))
  const told: Map<string, Dataset> = new Map()
  const nameOf = (owner: unknown, name: unknown): string => (owner === schema ? String(name) : `${owner}.${name}`)
  for (const [owner, name, kind, rows, comment] of relations) {
    if (owner === schema && name === settings.ledger) continue
    const place = placeOf(owner, name)
    const comments = settings.comment(comment)
    told.set(nameOf(owner, name), {
      name: nameOf(owner, name),
      kind: kind === 'view' ? 'view' : 'table',
      columns: (columns.get(place) ?? []).map((row) => described(row, settings)),
      key: (keys.get(place) ?? []).map((row) => String(row[2])),
      ...(comments === undefined ? {} : { comment: comments }),
      ...(rows === null || rows === undefined ? {} : { rowCount: Number(rows) }),
    })
  }
  // The own come last: they hide public ones of their name.
  const synonyms = await ask(questions.all.synonyms)
  synonyms.sort(([left], [right]) => Number(left === schema) - Number(right === schema))
  const relationNames = new Set(told.keys())
  for (const [owner, name, targetOwner, target] of synonyms) {
    const dataset = told.get(nameOf(targetOwner, target))
    if (dataset === undefined || relationNames.has(String(name)) || (owner !== schema && owner !== 'PUBLIC')) continue
    told.set(String(name), { ...dataset, name: String(name), kind: 'synonym' })
  }
  for (const { name, parameters, output } of proceduresOf(await ask(questions.all.procedures), settings)) {
    if (told.has(name)) continue
    const plain = (columns: readonly SqlColumn[]): Column[] => columns.map((column) => describedColumn(column))
    told.set(name, { name, kind: 'procedure', columns: plain(output), key: [], parameters: plain(parameters) })
  }
  const sorted = [...told.values()].sort((left, right) => (left.name < right.name ? -1 : 1))
  for (const dataset of sorted) if (names === undefined || names.includes(dataset.name)) yield dataset
}

function described(row: readonly unknown[], settings: CatalogueSettings): Column {
  const native = row.slice(4)
  const column = settings.column(native, String(row[2]))
  return describedColumn(column, settings.charset(native), settings.comment(row[3]))
}

function placeOf(owner: unknown, name: unknown): string {
  return JSON.stringify([owner, name])
}

function grouped(rows: readonly unknown[][]): Map<string, unknown[][]> {
  const groups: Map<string, unknown[][]> = new Map()
  for (const row of rows) {
    const place = placeOf(row[0], row[1])
    const group = groups.get(place)
    if (group === undefined) groups.set(place, [row])
    else group.push(row)
  }
  return groups
}
