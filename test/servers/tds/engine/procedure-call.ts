import type { SQLInputValue } from 'node:sqlite'
import { parseType } from '../tds-type.ts'
import type { TdsColumn, TdsToken } from '../tokens.ts'
import type { TdsEngine } from './engine.ts'
import { EngineError } from './engine-error.ts'
import { isWord, type SqlWord, splitAt, wordsOf } from './lexer.ts'
import { rewrite } from './rewrite.ts'
import type { EngineSession, Parameters } from './session.ts'

/** What a procedure of the engine answers. */
export interface EngineAnswer {
  /** Output parameters by name. */
  readonly output?: Readonly<Record<string, SQLInputValue>>
  readonly columns?: readonly TdsColumn[]
  readonly rows?: readonly (readonly unknown[])[]
}

/** A procedure of the engine. It works in the session that calls it, and so in its transaction. */
export type EngineProcedure = (given: Parameters, session: EngineSession) => EngineAnswer

/**
 * `DECLARE @a int, @b int; SET @a = ..; EXEC [dbo].[p] @x = @a, @y = @b OUTPUT; SELECT ..`: a call whose arguments and
 * outputs go through variables.
 */
export function* answerCall(
  engine: TdsEngine,
  session: EngineSession,
  text: string,
  parameters: Parameters,
): Iterable<TdsToken> {
  const variables: Record<string, SQLInputValue> = { ...parameters }
  for (const words of splitAt(wordsOf(text), ';')) {
    const [first, second] = words
    if (isWord(first, 'DECLARE')) {
      for (const part of splitAt(words.slice(1), ',')) variables[part[0]?.value ?? ''] = null
    } else if (isWord(first, 'SET')) {
      const [row] = session.rows(`SELECT ${rewrite(words.slice(3))} AS value`, variables) as { value: SQLInputValue }[]
      variables[second?.value ?? ''] = row?.value ?? null
    } else if (isWord(first, 'EXEC')) yield* execute(engine, session, words, variables)
    else yield* session.query(rewrite(words), variables)
  }
}

/** EXEC with named arguments; outputs go back into the variables. */
function* execute(
  engine: TdsEngine,
  session: EngineSession,
  words: readonly SqlWord[],
  variables: Record<string, SQLInputValue>,
): Iterable<TdsToken> {
  const results = words.findIndex((word) => isWord(word, 'WITH'))
  const call = results < 0 ? words : words.slice(0, results)
  const start = call.findIndex((word) => word.kind === 'parameter')
  const name = rewrite(call.slice(1, start < 0 ? call.length : start)).replaceAll('"', '')
  const procedure = engine.procedures.get(name)
  if (procedure === undefined) throw new EngineError(2812)
  const bound = splitAt(start < 0 ? [] : call.slice(start), ',')
  const given = Object.fromEntries(bound.map((part) => [part[0]?.value ?? '', variables[part[2]?.value ?? ''] ?? null]))
  const { output = {}, columns, rows = [] } = procedure(given, session)
  for (const part of bound) {
    const value = output[part[0]?.value ?? '']
    if (isWord(part[3], 'OUTPUT') && value !== undefined) variables[part[2]?.value ?? ''] = value
  }
  if (columns === undefined) return
  yield { kind: 'columns', columns: results < 0 ? columns : described(words.slice(results), columns) }
  yield { kind: 'rows', rows }
  yield { kind: 'done', rows: rows.length }
}

/** The columns under the types that `WITH RESULT SETS ((..))` gives them. */
function described(words: readonly SqlWord[], columns: readonly TdsColumn[]): TdsColumn[] {
  const types = splitAt(words.slice(5, -2), ',').map((part) => {
    const end = part.findIndex((word) => isWord(word, 'NULL'))
    const type = part.slice(1, end < 0 ? part.length : end)
    return type.map(({ value }) => value).join('')
  })
  return columns.map(({ name }, index) => ({ name, type: parseType(types[index] ?? 'nvarchar(4000)') }))
}
