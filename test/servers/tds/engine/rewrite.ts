import { behindBracket, isWord, type SqlWord } from './lexer.ts'

/** Schemas whose tables stand under `schema.table` in SQLite; those of dbo stand under their plain names. */
const schemas: ReadonlySet<string> = new Set(['dbo', 'sys', 'hr'])

/** Hints behind a table: `WITH (HOLDLOCK)`. */
const hints: ReadonlySet<string> = new Set(['HOLDLOCK', 'NOLOCK', 'UPDLOCK', 'TABLOCK', 'ROWLOCK', 'READPAST'])

/**
 * The statement as SQLite understands it. What is rewritten, and nothing else:
 *
 * | T-SQL | SQLite |
 * |---|---|
 * | `[x]`, `N'x'`, `0x41`, `@@NAME` | `"x"`, `'x'`, `x'41'`, `TDS_GLOBAL('NAME')` |
 * | `[dbo].[t]`, `[hr].[t]`, `sys.t` | `"t"`, `"hr.t"`, `"sys.t"` |
 * | `SELECT TOP (n) ..` | `SELECT .. LIMIT n`; with ties all rows |
 * | `CONVERT(type, x COLLATE c, style)` | `TDS_CONVERT('type', x, 'c', style)` |
 * | `x COLLATE c` elsewhere | `x COLLATE BINARY` |
 * | `WITH (HOLDLOCK)` and other hints | nothing |
 * | `sys.f(x, ..)` in FROM | rows of `"sys.f"` with `object_id` = x |
 * | `CHANGETABLE(CHANGES t, x)` | rows of `"changes.t"` behind version x |
 */
export function rewrite(words: readonly SqlWord[]): string {
  const out: string[] = []
  /** What stands behind the SELECT that is open at each depth of brackets. */
  const limits: (string | undefined)[] = [undefined]
  const close = (): void => {
    const limit = limits.pop()
    if (limit !== undefined) out.push(limit)
  }
  for (let at = 0; at < words.length; ) {
    if (isWord(words[at], 'TOP')) {
      const end = behindBracket(words, at + 1)
      const ties = isWord(words[end], 'WITH')
      if (!ties) limits[limits.length - 1] = `LIMIT ${rewrite(words.slice(at + 2, end - 1))}`
      at = ties ? end + 2 : end
      continue
    }
    const form = forms.find(({ begins }) => begins(words, at))
    if (form === undefined) {
      if (isWord(words[at], '(')) limits.push(undefined)
      if (isWord(words[at], ')')) close()
      out.push(plain(words[at] as SqlWord))
      at += 1
    } else {
      const { end, text } = form.write(words, at)
      out.push(text)
      at = end
    }
  }
  close()
  return out.join(' ')
}

/** A form of T-SQL that is written otherwise. */
interface Form {
  begins(words: readonly SqlWord[], at: number): boolean
  write(words: readonly SqlWord[], at: number): { readonly end: number; readonly text: string }
}

/** A word and what stands in the brackets behind it. */
function called(name: string, write: (inside: readonly SqlWord[]) => string): Form {
  return {
    begins: (words, at) => isWord(words[at], name) && isWord(words[at + 1], '('),
    write: (words, at) => {
      const end = behindBracket(words, at + 1)
      return { end, text: write(words.slice(at + 2, end - 1)) }
    },
  }
}

const forms: readonly Form[] = [
  called('CONVERT', convert),
  called('CHANGETABLE', (inside) => changeTable(inside.slice(1))),
  {
    begins: (words, at) => isWord(words[at], 'COLLATE'),
    write: (_, at) => ({ end: at + 2, text: 'COLLATE BINARY' }),
  },
  {
    begins: (words, at) => isWord(words[at], 'WITH') && hints.has(words[at + 2]?.value.toUpperCase() ?? ''),
    write: (words, at) => ({ end: behindBracket(words, at + 1), text: '' }),
  },
  {
    begins: (words, at) => schemas.has(words[at]?.value ?? '') && isWord(words[at + 1], '.'),
    write: inSchema,
  },
]

function inSchema(words: readonly SqlWord[], at: number): { readonly end: number; readonly text: string } {
  const [schema, name] = [words[at]?.value, words[at + 2]?.value ?? '']
  if (schema !== 'sys' || !isWord(words[at + 3], '('))
    return { end: at + 3, text: quote(schema === 'dbo' ? name : `${schema}.${name}`) }
  const end = behindBracket(words, at + 3)
  const [argument = ''] = rewrite(words.slice(at + 4, end - 1)).split(',')
  return { end, text: `(SELECT * FROM "sys.${name}" WHERE object_id = CAST(${argument} AS INTEGER))` }
}

function plain({ kind, value }: SqlWord): string {
  switch (kind) {
    case 'name':
      return quote(value)
    case 'text':
      return `'${value.replaceAll("'", "''")}'`
    case 'binary':
      return `x'${value}'`
    case 'parameter':
      return `@${value}`
    case 'global':
      return `TDS_GLOBAL('${value}')`
    default:
      return value.startsWith('#') ? quote(value) : value
  }
}

/** Quotes a name for SQLite. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function convert(words: readonly SqlWord[]): string {
  const end = isWord(words[1], '(') ? behindBracket(words, 1) : 1
  const type = words
    .slice(0, end)
    .map(({ value }) => value)
    .join('')
  const rest = words.slice(end + 1)
  const collate = isWord(rest.at(-2), 'COLLATE') ? rest.length - 2 : -1
  if (collate < 0) return `TDS_CONVERT('${type}', ${rewrite(rest)})`
  const collation = rest[collate + 1]?.value ?? ''
  return `TDS_CONVERT('${type}', ${rewrite(rest.slice(0, collate))}, '${collation}')`
}

function changeTable(words: readonly SqlWord[]): string {
  const comma = words.findIndex((word) => isWord(word, ','))
  const table = rewrite(words.slice(0, comma)).replaceAll('"', '')
  const from = rewrite(words.slice(comma + 1))
  return `(SELECT * FROM ${quote(`changes.${table}`)} WHERE SYS_CHANGE_VERSION > CAST(${from} AS INTEGER))`
}
