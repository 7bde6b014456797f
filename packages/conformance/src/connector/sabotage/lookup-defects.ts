import { BerthError, type LookupAnswer, type LookupRequest, type LookupResult, type Value } from '@berth/core'
import { readAll, rowsOf } from '../read-all.ts'
import type { Defect } from './defect.ts'

type Lookup = (request: LookupRequest, signal: AbortSignal) => Promise<LookupResult>

/** A defect that changes the request, the answers, or both. */
function lookupDefect(
  id: string,
  caughtBy: readonly string[],
  change: (lookup: Lookup, request: LookupRequest, signal: AbortSignal) => Promise<LookupResult>,
): Defect {
  return {
    id,
    caughtBy,
    alter: (session) => ({
      lookup: (request, signal) => change((asked, given) => session.lookup(asked, given), request, signal),
    }),
  }
}

async function answersChanged(
  asked: Promise<LookupResult>,
  change: (answer: LookupAnswer, index: number, all: readonly LookupAnswer[]) => LookupAnswer,
): Promise<LookupResult> {
  const result = await asked
  return { ...result, answers: result.answers.map(change) }
}

function escaped(key: Value): Value {
  return typeof key === 'string' ? key.replaceAll("'", "''") : key
}

/** Keys that are changed on the way to the system. */
function textDefect(id: string, change: (text: string) => string): Defect {
  return lookupDefect(id, ['lookup/keys-beyond-text'], (lookup, request, signal) => {
    const keys = request.keys.map((key) => key.map((cell) => (typeof cell === 'string' ? change(cell) : cell)))
    return lookup({ ...request, keys }, signal)
  })
}

/** Texts are compared as a collation compares them that takes some for one another. */
function foldDefect(id: string, fold: (text: string) => string): Defect {
  return {
    id,
    caughtBy: ['lookup/exact-keys'],
    alter: (session) => ({
      lookup: async (request, signal) => {
        const [by = ''] = request.by
        const { dataset, limit } = request
        const columns = [...request.columns.filter(({ name }) => name !== by), { name: by }]
        const all = rowsOf(await readAll(session.scan({ dataset, columns, batchRows: 1000 }, signal)))
        const at = request.columns.findIndex(({ name }) => name === by)
        const folded = (cell: Value | undefined): string => fold(String(cell))
        const { fields } = await session.lookup(request, signal)
        const answers = request.keys.map(([key]): LookupAnswer => {
          const found = all.filter((row) => folded(row.at(-1)) === folded(key))
          const rows = found.map((row) => row.slice(0, -1).toSpliced(at, 0, row.at(-1) ?? null))
          return { rows: rows.slice(0, limit), more: rows.length > limit }
        })
        return { fields, answers }
      },
    }),
  }
}

/** Faults in questions by key. */
export const lookupDefects: readonly Defect[] = [
  lookupDefect('keys-escaped-instead-of-bound', ['lookup/hostile-values'], (lookup, request, signal) =>
    lookup({ ...request, keys: request.keys.map((key) => key.map(escaped)) }, signal),
  ),
  lookupDefect(
    'unknown-columns-answered-empty',
    ['lookup/hostile-names', 'errors/unknown-names'],
    async (lookup, request, signal) => {
      try {
        return await lookup(request, signal)
      } catch (error) {
        if (!BerthError.is(error) || error.code !== 'COLUMN_UNKNOWN') throw error
        return { fields: [], answers: request.keys.map(() => ({ rows: [], more: false })) }
      }
    },
  ),
  lookupDefect('more-never-said', ['lookup/limit-and-order'], (lookup, request, signal) =>
    answersChanged(lookup(request, signal), (answer) => ({ ...answer, more: false })),
  ),
  lookupDefect('order-ignored', ['lookup/limit-and-order'], (lookup, { orderBy: _, ...request }, signal) =>
    lookup(request, signal),
  ),
  lookupDefect('limit-shared-by-questions', ['lookup/together-as-alone'], async (lookup, request, signal) => {
    let left = request.limit
    return await answersChanged(lookup(request, signal), (answer) => {
      const rows = answer.rows.slice(0, left)
      left -= rows.length
      return { ...answer, rows }
    })
  }),
  lookupDefect('second-key-column-ignored', ['lookup/expected-rows'], (lookup, request, signal) =>
    lookup({ ...request, by: request.by.slice(0, 1), keys: request.keys.map((key) => key.slice(0, 1)) }, signal),
  ),
  lookupDefect('null-matches-all', ['lookup/null-matches-nothing'], async (lookup, request, signal) => {
    const answers: LookupAnswer[] = []
    for (const key of request.keys) {
      const given = request.by.flatMap((name, index) =>
        key[index] === null ? [] : [[name, key[index] ?? null] as const],
      )
      const by = given.length === 0 ? request.by : given.map(([name]) => name)
      const keys = [given.length === 0 ? key : given.map(([, value]) => value)]
      answers.push(...(await lookup({ ...request, by, keys }, signal)).answers)
    }
    return { fields: (await lookup(request, signal)).fields, answers }
  }),
  lookupDefect('one-bad-key-spoils-all', ['lookup/bad-key-alone'], (lookup, request, signal) =>
    answersChanged(lookup(request, signal), (answer, _, all) =>
      all.some(({ error }) => error !== undefined) ? { rows: [], more: false } : answer,
    ),
  ),
  foldDefect('keys-compared-without-case', (text) => text.toLowerCase()),
  foldDefect('keys-compared-without-trailing-blanks', (text) => text.trimEnd()),
  foldDefect('keys-compared-without-width', (text) => text.normalize('NFKC')),
  foldDefect('keys-compared-without-accents', (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '')),
  foldDefect('keys-compared-without-ignored-characters', (text) =>
    text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ''),
  ),
  textDefect('keys-end-at-nul', (text) => text.replace(/\0.*/s, '')),
  textDefect('keys-made-well-formed', (text) => text.toWellFormed()),
  textDefect('keys-cut-to-the-column', (text) => text.slice(0, 40)),
]
