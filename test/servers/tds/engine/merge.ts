import { behindBracket, isWord, type SqlWord, splitAt } from './lexer.ts'
import { quote, rewrite } from './rewrite.ts'

/** MERGE as two statements of SQLite. */
export interface MergeStatements {
  /** Gives a row when two rows of the source have the same key, which SQL Server refuses with 8672. */
  readonly twice: string
  readonly upsert: string
}

/**
 * MERGE of the one form
 * `MERGE INTO t WITH (HOLDLOCK) AS T USING (source) AS S (columns) ON T.k = S.k .. WHEN MATCHED .. WHEN NOT MATCHED ..`.
 */
export function readMerge(words: readonly SqlWord[]): MergeStatements {
  const place = (word: string, from = 0): number => words.findIndex((each, at) => at >= from && isWord(each, word))
  const using = place('USING')
  const sourceEnd = behindBracket(words, using + 1)
  const columnsEnd = behindBracket(words, sourceEnd + 2)
  const columns = namesOf(words.slice(sourceEnd + 2, columnsEnd))
  const on = place('ON', columnsEnd)
  const firstWhen = place('WHEN', on)
  // What compares the bits of a text is left out: SQLite compares nothing else.
  const key = splitAnd(words.slice(on + 1, firstWhen)).flatMap((part) =>
    isWord(part[0], 'CONVERT') ? [] : [part[2]?.value ?? ''],
  )
  const set = place('SET', firstWhen)
  const notMatched = place('NOT', firstWhen)
  const updated =
    set < 0 || set > notMatched
      ? []
      : splitAt(words.slice(set + 1, place('WHEN', set)), ',').map((part) => part[0]?.value ?? '')
  const table = rewrite(words.slice(2, place('WITH')))
  const source = words.slice(using + 2, sourceEnd - 1)
  const rows = rewrite(source)
  const action =
    updated.length === 0
      ? 'NOTHING'
      : `UPDATE SET ${updated.map((name) => `${quote(name)} = excluded.${quote(name)}`).join(', ')}`
  const names = columns.map(quote)
  const values = isWord(source[0], 'VALUES') ? rows : `${rows} WHERE true`
  const numbered = key.map((name) => columns.indexOf(name) + 1)
  return {
    twice: `WITH S (${names.join(', ')}) AS (${rows}) SELECT 1 FROM S GROUP BY ${numbered.map((at) => names[at - 1]).join(', ')} HAVING COUNT(*) > 1 LIMIT 1`,
    upsert: `INSERT INTO ${table} (${names.join(', ')}) ${values} ON CONFLICT (${key.map(quote).join(', ')}) DO ${action}`,
  }
}

function namesOf(words: readonly SqlWord[]): string[] {
  return words.filter(({ kind }) => kind === 'name').map(({ value }) => value)
}

function splitAnd(words: readonly SqlWord[]): SqlWord[][] {
  const parts: SqlWord[][] = [[]]
  for (const word of words) {
    if (isWord(word, 'AND')) parts.push([])
    else parts.at(-1)?.push(word)
  }
  return parts
}
