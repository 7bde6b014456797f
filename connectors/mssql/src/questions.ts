/** Which objects a question is about: all, or those of so many parameters. */
type Narrowed = (parameters?: number) => string

function among(
  expression: string,
  parameters: number | undefined,
  convert = (marker: string): string => marker,
): string {
  if (parameters === undefined) return ''
  return ` AND ${expression} IN (${Array.from({ length: parameters }, (_, index) => convert(`@p${index + 1}`)).join(', ')})`
}

const number = (marker: string): string => `CONVERT(int, ${marker})`

const comment = (object: string, column: string, alias: string): string =>
  `LEFT JOIN sys.extended_properties AS ${alias} ON ${alias}.class = 1 AND ${alias}.major_id = ${object} AND ${alias}.minor_id = ${column} AND ${alias}.name = N'MS_Description'`

const codePage = (collation: string): string => `CONVERT(int, COLLATIONPROPERTY(${collation}, 'CodePage'))`

/** Tables, views, synonyms and procedures: schema, name, kind, id, comment, what a synonym stands for, our own schema. */
export const objects: Narrowed = (
  names,
) => `SELECT s.name, o.name, o.type, o.object_id, CONVERT(nvarchar(4000), e.value),
n.base_object_name, OBJECT_ID(n.base_object_name), SCHEMA_NAME()
FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id
LEFT JOIN sys.synonyms AS n ON n.object_id = o.object_id
${comment('o.object_id', '0', 'e')}
WHERE o.is_ms_shipped = 0 AND o.type IN ('U', 'V', 'SN', 'P')${among('o.name', names)}`

/** Columns of objects, with types traced back to those of the system. */
export const columns: Narrowed = (
  ids,
) => `SELECT c.object_id, c.name, COALESCE(b.name, t.name), c.max_length, c.precision, c.scale,
c.is_nullable, c.is_identity, ${codePage('c.collation_name')}, c.collation_name, CONVERT(nvarchar(4000), e.value), c.is_computed
FROM sys.columns AS c JOIN sys.objects AS o ON o.object_id = c.object_id
JOIN sys.types AS t ON t.user_type_id = c.user_type_id
LEFT JOIN sys.types AS b ON b.user_type_id = c.system_type_id
${comment('c.object_id', 'c.column_id', 'e')}
WHERE o.is_ms_shipped = 0 AND o.type IN ('U', 'V')${among('c.object_id', ids, number)} ORDER BY c.object_id, c.column_id`

/** Columns of primary keys, in their order. */
export const keys: Narrowed = (ids) => `SELECT i.object_id, c.name FROM sys.indexes AS i
JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id
JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
WHERE i.is_primary_key = 1${among('i.object_id', ids, number)} ORDER BY i.object_id, k.key_ordinal`

/** Rows by the server's own books. */
export const counts: Narrowed = (
  ids,
) => `SELECT p.object_id, CONVERT(nvarchar(20), SUM(p.rows)) FROM sys.partitions AS p
WHERE p.index_id IN (0, 1)${among('p.object_id', ids, number)} GROUP BY p.object_id`

/** Parameters of procedures, in their order. Collations are those of the database. */
export const parameters: Narrowed = (
  ids,
) => `SELECT p.object_id, p.name, COALESCE(b.name, t.name), p.max_length, p.precision, p.scale,
p.is_output FROM sys.parameters AS p JOIN sys.types AS t ON t.user_type_id = p.user_type_id
LEFT JOIN sys.types AS b ON b.user_type_id = p.system_type_id
WHERE p.parameter_id > 0${among('p.object_id', ids, number)} ORDER BY p.object_id, p.parameter_id`

/** The columns of the first result of one procedure, from SQL Server 2012 on. */
export const results: string = `SELECT r.name, b.name, r.max_length, r.precision, r.scale, r.is_nullable, ${codePage('r.collation_name')}, r.collation_name
FROM sys.dm_exec_describe_first_result_set_for_object(@p1, 0) AS r
JOIN sys.types AS b ON b.user_type_id = r.system_type_id
WHERE r.is_hidden = 0 AND r.error_number IS NULL ORDER BY r.column_ordinal`

/** Version, collation and clock of the server, what the database admits, and whether it keeps versions of rows. */
export const facts: string = `SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')), d.collation_name,
${codePage('d.collation_name')}, CONVERT(nvarchar(40), SYSDATETIMEOFFSET(), 121),
CONVERT(nvarchar(128), DATABASEPROPERTYEX(DB_NAME(), 'Updateability')), d.snapshot_isolation_state, d.is_read_committed_snapshot_on
FROM sys.databases AS d WHERE d.name = DB_NAME()`

/** What `describe` sends. */
export const asks: readonly string[] = [objects(), columns(), keys(), counts(), parameters(), results]
