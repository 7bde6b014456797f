import { maxCommentBytes } from './comments.ts'

/** A question to the catalogue. */
export interface Question {
  readonly text: string
  /** The column that names are compared with, and its order. */
  readonly name: string
  readonly order: string
}

/** The statement, for all there is or for so many names. */
export function asked({ text, name, order }: Question, names?: number): string {
  const filter = names === undefined ? '' : ` AND ${name} IN (${Array.from({ length: names }, () => '?').join(', ')})`
  return `${text}${filter} ORDER BY ${name}${order}`
}

const comment = (column: string): string =>
  `CAST(SUBSTRING(CAST(${column} AS BLOB SUB_TYPE BINARY) FROM 1 FOR ${maxCommentBytes}) AS VARCHAR(${maxCommentBytes}) CHARACTER SET OCTETS)`

/**
 * 1 where the user has the right, by name, by role or as everybody. The administrator and the owner of the database have
 * all. `roles`: the server knows roles within roles.
 */
const may = (name: string, privilege: 'S' | 'X', object: string, roles: boolean): string =>
  `IIF(CURRENT_USER = 'SYSDBA' OR CURRENT_ROLE = 'RDB$ADMIN'${roles && privilege === 'S' ? ' OR RDB$SYSTEM_PRIVILEGE(SELECT_ANY_OBJECT_IN_DATABASE)' : ''}
OR CURRENT_USER = (SELECT D.RDB$OWNER_NAME FROM RDB$RELATIONS D WHERE D.RDB$RELATION_NAME = 'RDB$DATABASE')
OR EXISTS (SELECT 1 FROM RDB$USER_PRIVILEGES U WHERE U.RDB$RELATION_NAME = ${name} AND U.RDB$PRIVILEGE = '${privilege}' AND U.RDB$OBJECT_TYPE IN (${object})
AND (U.RDB$USER_TYPE = 8 AND U.RDB$USER IN (CURRENT_USER, 'PUBLIC')
OR U.RDB$USER_TYPE = 13 AND ${roles ? 'RDB$ROLE_IN_USE(U.RDB$USER)' : 'U.RDB$USER = CURRENT_ROLE'})), 1, 0)`

/** Which of the tables of later servers there are. */
export const generation: Question = {
  text: "SELECT G.RDB$RELATION_NAME FROM RDB$RELATIONS G WHERE G.RDB$RELATION_NAME IN ('RDB$PACKAGES', 'RDB$CONFIG')",
  name: 'G.RDB$RELATION_NAME',
  order: '',
}

/** Tables and views, and whether the user may read them. */
export const relations = (roles: boolean): Question => ({
  text: `SELECT R.RDB$RELATION_NAME, IIF(R.RDB$VIEW_BLR IS NULL, 0, 1), ${comment('R.RDB$DESCRIPTION')}, ${may('R.RDB$RELATION_NAME', 'S', '0, 1', roles)}
FROM RDB$RELATIONS R WHERE COALESCE(R.RDB$SYSTEM_FLAG, 0) = 0`,
  name: 'R.RDB$RELATION_NAME',
  order: '',
})

const fieldType = `F.RDB$FIELD_TYPE, COALESCE(F.RDB$FIELD_SUB_TYPE, 0),
COALESCE(F.RDB$FIELD_SCALE, 0), COALESCE(F.RDB$FIELD_PRECISION, 0), F.RDB$FIELD_LENGTH,
COALESCE(F.RDB$CHARACTER_LENGTH, F.RDB$FIELD_LENGTH), S.RDB$CHARACTER_SET_NAME`

const fields = `JOIN RDB$FIELDS F ON F.RDB$FIELD_NAME = C.RDB$FIELD_SOURCE
LEFT JOIN RDB$CHARACTER_SETS S ON S.RDB$CHARACTER_SET_ID = F.RDB$CHARACTER_SET_ID
WHERE COALESCE(C.RDB$SYSTEM_FLAG, 0) = 0 AND F.RDB$DIMENSIONS IS NULL`

const nullable = 'COALESCE(C.RDB$NULL_FLAG, F.RDB$NULL_FLAG, 0)'

const told = comment('COALESCE(C.RDB$DESCRIPTION, F.RDB$DESCRIPTION)')

export const columns: Question = {
  text: `SELECT C.RDB$RELATION_NAME, C.RDB$FIELD_NAME, ${fieldType}, ${nullable}, ${told},
IIF(F.RDB$COMPUTED_BLR IS NULL, 0, 1) FROM RDB$RELATION_FIELDS C
${fields}`,
  name: 'C.RDB$RELATION_NAME',
  order: ', C.RDB$FIELD_POSITION',
}

/** Columns of primary keys, and the selectivity of their indexes. */
export const keys: Question = {
  text: `SELECT K.RDB$RELATION_NAME, I.RDB$FIELD_NAME, X.RDB$STATISTICS FROM RDB$RELATION_CONSTRAINTS K
JOIN RDB$INDEX_SEGMENTS I ON I.RDB$INDEX_NAME = K.RDB$INDEX_NAME
JOIN RDB$INDICES X ON X.RDB$INDEX_NAME = K.RDB$INDEX_NAME
WHERE K.RDB$CONSTRAINT_TYPE = 'PRIMARY KEY'`,
  name: 'K.RDB$RELATION_NAME',
  order: ', I.RDB$FIELD_POSITION',
}

/** Procedures, and whether the user may call them. */
export const procedures = (packages: boolean, roles: boolean): Question => ({
  text: `SELECT P.RDB$PROCEDURE_NAME, ${packages ? 'P.RDB$PACKAGE_NAME' : 'NULLIF(1, 1)'}, P.RDB$PROCEDURE_TYPE, ${comment('P.RDB$DESCRIPTION')},
${may(packages ? 'COALESCE(P.RDB$PACKAGE_NAME, P.RDB$PROCEDURE_NAME)' : 'P.RDB$PROCEDURE_NAME', 'X', '5, 18', roles)}
FROM RDB$PROCEDURES P WHERE COALESCE(P.RDB$SYSTEM_FLAG, 0) = 0${packages ? ' AND COALESCE(P.RDB$PRIVATE_FLAG, 0) = 0' : ''}`,
  name: 'P.RDB$PROCEDURE_NAME',
  order: '',
})

/** What procedures take and answer with; the twelfth and the thirteenth cell are the package, and 0 for what is taken. */
export const parameters = (packages: boolean): Question => ({
  text: `SELECT C.RDB$PROCEDURE_NAME, C.RDB$PARAMETER_NAME, ${fieldType}, ${nullable}, ${told},
${packages ? 'C.RDB$PACKAGE_NAME' : 'NULLIF(1, 1)'}, C.RDB$PARAMETER_TYPE FROM RDB$PROCEDURE_PARAMETERS C
${fields}`,
  name: 'C.RDB$PROCEDURE_NAME',
  order: ', C.RDB$PARAMETER_NUMBER',
})

/** What `describe` asks, as it is sent to Firebird 3. */
export const asks: readonly string[] = [
  generation,
  relations(false),
  columns,
  keys,
  procedures(true, false),
  parameters(true),
].map((question) => asked(question))
