/** What the catalogue is asked: everything that the user may see, or one table of one owner, both bound in this order. */
export interface FamilyQuestions {
  readonly all: FamilyQuestionSet
  readonly one: Omit<FamilyQuestionSet, 'relations'>
}

/**
 * Rows begin with owner and name. `relations` go on with kind, row count, comment; `columns` with the column's name, its
 * comment and the native parts; `keys` with the column; `synonyms` with owner and name of what they stand for;
 * `procedures` with package, overload, position, argument, direction and the native parts.
 */
export interface FamilyQuestionSet {
  readonly relations: string
  readonly columns: string
  readonly keys: string
  readonly synonyms: string
  readonly procedures: string
}

/** How the views differ. */
export interface FamilyViews {
  /** Owners that belong to the database itself. */
  readonly systemOwners: readonly string[]
  /** A condition on ALL_TABLES besides. */
  readonly tables?: string
  marker(position: number): string
  /** The expression that reads a comment. */
  comment(reference: string): string
  /** The view of columns `C`, a condition on it, and the parts of its fields in the order of `nativeField`. */
  readonly columns: { readonly from: string; readonly where?: string; readonly parts: string }
  /** The parts of the field of an argument `A`. */
  readonly argumentParts: string
  /** Procedures `P` with their arguments `A`: where they are, and the expressions for name, package and overload. */
  readonly procedure: {
    readonly from: string
    readonly where: string
    readonly name: string
    readonly package: string
    readonly overload: string
  }
}

/** The questions, asked with nothing but views that show a user what it may see. */
export function familyQuestions(views: FamilyViews): FamilyQuestions {
  const [owner, name] = [views.marker(1), views.marker(2)]
  const system = views.systemOwners.map((owner) => `'${owner}'`).join(', ')
  const set = (one: boolean): FamilyQuestionSet => {
    const where = (alias: string, column: string): string =>
      one ? `${alias}.OWNER = ${owner} AND ${alias}.${column} = ${name}` : `${alias}.OWNER NOT IN (${system})`
    const tables = views.tables === undefined ? '' : ` AND ${views.tables}`
    return {
      relations: `SELECT R.OWNER, R.NAME, R.KIND, R.ROW_COUNT, ${views.comment('D.COMMENTS')} FROM (
SELECT T.OWNER, T.TABLE_NAME NAME, 'table' KIND, T.NUM_ROWS ROW_COUNT FROM ALL_TABLES T WHERE ${where('T', 'TABLE_NAME')}${tables}
UNION ALL SELECT V.OWNER, V.VIEW_NAME, 'view', NULL FROM ALL_VIEWS V WHERE ${where('V', 'VIEW_NAME')}) R
LEFT JOIN ALL_TAB_COMMENTS D ON D.OWNER = R.OWNER AND D.TABLE_NAME = R.NAME ORDER BY 1, 2`,
      columns: `SELECT C.OWNER, C.TABLE_NAME, C.COLUMN_NAME, ${views.comment('D.COMMENTS')}, ${views.columns.parts} FROM ${views.columns.from} C
LEFT JOIN ALL_COL_COMMENTS D ON D.OWNER = C.OWNER AND D.TABLE_NAME = C.TABLE_NAME AND D.COLUMN_NAME = C.COLUMN_NAME
WHERE ${where('C', 'TABLE_NAME')}${views.columns.where === undefined ? '' : ` AND ${views.columns.where}`} ORDER BY C.OWNER, C.TABLE_NAME, C.COLUMN_ID`,
      keys: `SELECT K.OWNER, K.TABLE_NAME, L.COLUMN_NAME FROM ALL_CONSTRAINTS K
JOIN ALL_CONS_COLUMNS L ON L.OWNER = K.OWNER AND L.CONSTRAINT_NAME = K.CONSTRAINT_NAME AND L.TABLE_NAME = K.TABLE_NAME
WHERE K.CONSTRAINT_TYPE = 'P' AND ${where('K', 'TABLE_NAME')} ORDER BY K.OWNER, K.TABLE_NAME, L.POSITION`,
      synonyms: `SELECT S.OWNER, S.SYNONYM_NAME, S.TABLE_OWNER, S.TABLE_NAME FROM ALL_SYNONYMS S WHERE S.DB_LINK IS NULL AND ${
        one ? `S.OWNER IN (${owner}, 'PUBLIC') AND S.SYNONYM_NAME = ${name}` : `S.TABLE_OWNER NOT IN (${system})`
      } ORDER BY CASE S.OWNER WHEN 'PUBLIC' THEN 1 ELSE 0 END, S.SYNONYM_NAME`,
      procedures: `SELECT P.OWNER, ${views.procedure.name}, ${views.procedure.package}, ${views.procedure.overload}, A.POSITION, A.ARGUMENT_NAME, A.IN_OUT, ${views.argumentParts}
FROM ${views.procedure.from} WHERE ${one ? `P.OWNER = ${owner} AND ${views.procedure.name} = ${name}` : `P.OWNER NOT IN (${system})`} AND ${views.procedure.where}
ORDER BY 1, 3, 2, 4, 5`,
    }
  }
  const { relations: _, ...one } = set(true)
  return { all: set(false), one }
}
