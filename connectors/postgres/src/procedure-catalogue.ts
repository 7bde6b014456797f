import type { Column, Dataset } from '@berth/core'
import { describedColumn, type SqlColumn, type SqlConnection, type SqlProcedure } from '@berth/sql'
import { type CatalogueSettings, commentReader, nativeColumn, textArray } from './catalogue.ts'
import { datasetName, possibleNames } from './dataset-name.ts'
import { quote } from './quote.ts'
import { postgresColumn } from './values.ts'

/**
 * Functions and procedures that the user may execute, without those of extensions and triggers; a row for each argument
 * and for each column of the rows that one returns. Modes: i, o, b in and out, v variadic, t table, r what it returns.
 */
export const procedureQuery: string = `WITH routine AS (
  SELECT p.oid, n.nspname, p.proname, oidvectortypes(p.proargtypes) AS types, p.prokind = 'p' AS called,
    pg_function_is_visible(p.oid) AS visible, p.proretset, p.prorettype, p.proargmodes, p.proargnames,
    coalesce(p.proallargtypes, p.proargtypes::oid[]) AS arguments, r.typrelid,
    textsend(obj_description(p.oid, 'pg_proc')) AS comment
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_type r ON r.oid = p.prorettype
  WHERE p.prokind IN ('f', 'p') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')
    AND r.typname NOT IN ('trigger', 'event_trigger', 'internal') AND ($1::text[] IS NULL OR p.proname = ANY ($1))
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'
      AND d.classid = 'pg_catalog.pg_proc'::regclass)),
part AS (
  SELECT oid, coalesce(proargmodes[at], 'i') AS mode, coalesce(proargnames[at], '') AS name, arguments[at] AS type, -1 AS modifier, at
  FROM routine, generate_series(array_lower(arguments, 1), array_upper(arguments, 1)) at WHERE proargmodes IS NOT NULL
  UNION ALL
  SELECT oid, 'i', coalesce(proargnames[at - array_lower(arguments, 1) + 1], ''), arguments[at], -1, at
  FROM routine, generate_series(array_lower(arguments, 1), array_upper(arguments, 1)) at WHERE proargmodes IS NULL
  UNION ALL
  SELECT p.oid, 'r', a.attname, a.atttypid, a.atttypmod, 1000 + a.attnum
  FROM routine p JOIN pg_catalog.pg_attribute a ON a.attrelid = p.typrelid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE p.typrelid <> 0
  UNION ALL SELECT oid, 'r', proname, prorettype, -1, 1000 FROM routine WHERE typrelid = 0)
SELECT r.oid, r.nspname, r.proname, r.types, r.called, r.visible, r.comment, p.mode, p.name,
  format_type(p.type, p.modifier), format_type(t.oid, -1), t.typname, p.modifier, t.typlen = -1, true, false, false
FROM routine r JOIN part p ON p.oid = r.oid JOIN pg_catalog.pg_type t0 ON t0.oid = p.type
JOIN pg_catalog.pg_type t ON t.oid = CASE WHEN t0.typtype = 'd' THEN t0.typbasetype ELSE t0.oid END
ORDER BY r.nspname, r.proname, r.types, p.at`

/** A routine of the database, and how it is called. */
export interface Routine extends SqlProcedure {
  /** By CALL, with all of its output parameters; else it is a function in a FROM clause. */
  readonly isCalled: boolean
  /** Output parameters of a procedure, by their names in the call. */
  readonly outputOnly: readonly string[]
  /** Of parameters without a name, the place; of others the name. */
  readonly positional: ReadonlySet<string>
  readonly comment: string | undefined
}

/**
 * Routines by the names that operations give: the bare name, or `name(types)` where there are several of that name;
 * with `schema.` before it outside the search path. Without `names` all.
 */
export async function readRoutines(
  connection: SqlConnection,
  name: string | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<Routine[]> {
  if (settings.version < 110_000) return []
  const names = name === undefined ? null : textArray(possibleNames(name.replace(/\(.*\)$/s, '')))
  const rows = await connection.query(procedureQuery, [names], signal)
  const groups = Map.groupBy(rows, ([oid]) => oid)
  const plainNames = [...groups.values()].map(([row = []]) => plainName(row))
  return [...groups.values()].flatMap((parts) => {
    const [first = []] = parts
    const plain = plainName(first)
    const isOnly = plainNames.filter((each) => each === plain).length === 1
    return routine(isOnly ? plain : `${plain}(${String(first[3])})`, parts, settings) ?? []
  })
}

/** Routines as datasets. */
export async function describeProcedures(
  connection: SqlConnection,
  names: readonly string[] | undefined,
  settings: CatalogueSettings,
  signal: AbortSignal,
): Promise<Dataset[]> {
  const told = (column: SqlColumn): Column => describedColumn(column)
  const routines = await readRoutines(connection, undefined, settings, signal)
  const wanted = routines.filter(({ name }) => names === undefined || names.includes(name))
  return wanted.map((each) => ({
    name: each.name,
    kind: 'procedure',
    columns: each.output.map(told),
    key: [],
    parameters: each.parameters.map(told),
    ...(each.comment === undefined ? {} : { comment: each.comment }),
  }))
}

function plainName([, schema, name, , , visible]: readonly unknown[]): string {
  return datasetName({ schema: String(schema), name: String(name), visible: visible === 't' })
}

/** Undefined: it returns rows of whose columns the catalogue says nothing. */
function routine(name: string, parts: readonly unknown[][], settings: CatalogueSettings): Routine | undefined {
  const [[, schema, procedure, , called, , comment] = []] = parts
  const isCalled = called === 't'
  // What CALL answers cannot be asked for as bytes.
  const text = isCalled ? { ...settings, charset: undefined } : settings
  const positional = new Set<string>()
  const columns = parts.map((row) => {
    const native = nativeColumn(row.slice(8))
    const isNamed = native.name !== ''
    const own = isNamed ? native.name : `$${parts.indexOf(row) + 1}`
    if (!isNamed) positional.add(own)
    const column = postgresColumn({ ...native, name: own }, String(row[7]) === 'r' || !isCalled ? settings : text)
    return { mode: String(row[7]), column, type: native.type }
  })
  const inputs = columns.filter(({ mode }) => mode === 'i' || mode === 'b')
  const outputs = columns.filter(({ mode }) => mode === 'o' || mode === 'b' || mode === 't')
  const returned = columns.filter(({ mode, type }) => mode === 'r' && type !== 'void')
  const rows = outputs.length > 0 || isCalled ? outputs : returned
  if (rows.some(({ type }) => type === 'record') || columns.some(({ mode }) => mode === 'v')) return undefined
  return {
    name,
    reference: `${quote(String(schema))}.${quote(String(procedure))}`,
    parameters: inputs.map(({ column }) => column),
    output: rows.map(({ column }) => column),
    isCalled,
    outputOnly: outputs.filter(({ mode }) => mode === 'o').map(({ column }) => column.name),
    positional,
    comment: commentReader(settings.charset)(comment),
  }
}
