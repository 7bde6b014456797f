import { parseType, type TdsType } from '../tds-type.ts'
import { behindBracket, isWord, type SqlWord, splitAt } from './lexer.ts'
import { quote, rewrite } from './rewrite.ts'

/** A column of CREATE TABLE. */
export interface EngineColumn {
  readonly name: string
  /** As it was written, `decimal(18,4)`. */
  readonly type: string
  readonly collation: string | undefined
  readonly nullable: boolean
  readonly identity: boolean
  /** What stands behind DEFAULT, as SQLite understands it. */
  readonly otherwise?: string
}

/** CREATE TABLE as it was read. */
export interface EngineTable {
  readonly columns: readonly EngineColumn[]
  readonly key: readonly string[]
}

/** Reads the part of CREATE TABLE in brackets: columns with type, collation, NULL, IDENTITY and key. */
export function readTable(words: readonly SqlWord[]): EngineTable {
  const columns: EngineColumn[] = []
  const key: string[] = []
  for (const part of splitAt(words, ',')) {
    const start = isWord(part[0], 'CONSTRAINT') ? 2 : 0
    if (isWord(part[start], 'PRIMARY')) {
      const open = part.findIndex((word) => isWord(word, '('))
      key.push(
        ...part
          .slice(open + 1, -1)
          .filter(({ kind }) => kind === 'name' || kind === 'word')
          .map(({ value }) => value),
      )
      continue
    }
    const name = part[0]?.value ?? ''
    const end = isWord(part[2], '(') ? behindBracket(part, 2) : 2
    const rest = part.slice(end)
    const has = (word: string): number => rest.findIndex((each) => isWord(each, word))
    const primary = has('PRIMARY') >= 0
    if (primary) key.push(name)
    const collate = has('COLLATE')
    columns.push({
      name,
      type: part
        .slice(1, end)
        .map(({ value }) => value)
        .join(''),
      collation: collate < 0 ? undefined : rest[collate + 1]?.value,
      nullable: !primary && has('NOT') < 0,
      identity: has('IDENTITY') >= 0,
      ...(has('DEFAULT') < 0 ? {} : { otherwise: rewrite(rest.slice(has('DEFAULT') + 1)) }),
    })
  }
  return { columns, key }
}

/**
 * The same table for SQLite. Each column is declared with its affinity and then its own type, so that a result tells the
 * type of a column it comes from. Text in a code page is kept as bytes.
 */
export function sqliteTable(name: string, table: EngineTable, temporary: boolean): string {
  const [single] = table.key.length === 1 ? table.key : []
  const columns = table.columns.map((column) => {
    const declared = quote([affinity(parseType(column.type)), column.type, column.collation ?? ''].join(' ').trimEnd())
    if (column.identity && single === column.name) return `${quote(column.name)} INTEGER PRIMARY KEY AUTOINCREMENT`
    // Collations of SQL Server ignore case as a rule.
    const collation = parseType(column.type).name.startsWith('n') ? ' COLLATE NOCASE' : ''
    return `${quote(column.name)} ${declared}${column.nullable ? '' : ' NOT NULL'}${collation}${column.otherwise === undefined ? '' : ` DEFAULT (${column.otherwise})`}`
  })
  const counted = table.columns.some(({ identity, name: each }) => identity && each === single)
  if (table.key.length > 0 && !counted) columns.push(`PRIMARY KEY (${table.key.map(quote).join(', ')})`)
  return `CREATE ${temporary ? 'TEMP ' : ''}TABLE ${quote(name)} (${columns.join(', ')})`
}

function affinity({ name }: TdsType): string {
  if (name.endsWith('int') || name === 'bit') return 'INTEGER'
  if (name === 'real' || name === 'float') return 'REAL'
  const bytes = name.endsWith('binary') || name === 'image' || name === 'varchar' || name === 'char' || name === 'text'
  return bytes ? 'BLOB' : 'TEXT'
}

/** The type of a column that was declared so. */
export function declaredType(declared: string): TdsType {
  const [, type = '', collation] = declared.split(' ')
  return parseType(type === '' ? 'bigint' : type, collation)
}
