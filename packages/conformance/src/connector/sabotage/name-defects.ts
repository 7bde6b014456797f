import { BerthError, type Field, type RowBatch } from '@berth/core'
import type { Defect, WholeSession } from './defect.ts'

const plain = /^[A-Z0-9_]+$/

/** A statement in which names are not quoted: it fails where one needs that. */
function refuseAwkward(name: string): void {
  if (!plain.test(name)) throw new BerthError('QUERY_FAILED', { call: 'read', nativeCode: '42601' })
}

/** Columns behind the 255th are not read. */
async function* cut(batches: AsyncIterable<RowBatch>): AsyncIterable<RowBatch> {
  for await (const batch of batches)
    yield { ...batch, rows: batch.rows.map((row) => row.map((cell, index) => (index < 255 ? cell : null))) }
}

/** A name that is not there is answered with nothing. */
async function* lenient<Batch extends RowBatch>(batches: AsyncIterable<Batch>): AsyncIterable<Batch> {
  try {
    yield* batches
  } catch (error) {
    if (!BerthError.is(error) || error.code !== 'COLUMN_UNKNOWN') throw error
  }
}

/** A defect whose request for some dataset fails, or is made another. */
function nameDefect(
  id: string,
  caughtBy: readonly string[],
  alter: (session: WholeSession) => ReturnType<Defect['alter']>,
): Defect {
  return { id, caughtBy, alter }
}

const first = <Item>(items: readonly Item[]): Item[] => items.slice(0, 255)

/** Faults with names and with very many columns. */
export const nameDefects: readonly Defect[] = [
  nameDefect('names-not-quoted-in-scan', ['scan/awkward-names'], (session) => ({
    scan: async function* (request, signal) {
      refuseAwkward(request.dataset)
      yield* session.scan(request, signal)
    },
  })),
  nameDefect('names-not-quoted-in-lookup', ['lookup/awkward-names'], (session) => ({
    lookup: async (request, signal) => {
      for (const name of request.by) refuseAwkward(name)
      return await session.lookup(request, signal)
    },
  })),
  nameDefect('names-not-quoted-in-apply', ['apply/awkward-names'], (session) => ({
    apply: async (request, signal) => {
      for (const { name } of request.fields) refuseAwkward(name)
      return await session.apply(request, signal)
    },
  })),
  nameDefect('unknown-columns-scanned-empty', ['scan/hostile-names'], (session) => ({
    scan: (request, signal) => lenient(session.scan(request, signal)),
  })),
  nameDefect('unknown-columns-without-changes', ['changes/hostile-names'], (session) => ({
    changes: (request, signal) => lenient(session.changes(request, signal)),
  })),
  nameDefect('unknown-columns-passed-over', ['apply/hostile-names'], (session) => ({
    apply: async (request, signal) => {
      const known = new Set(['ID'])
      const fields = request.fields.filter(({ name }: Field) => known.has(name))
      const rows = request.rows.map((row) => row.slice(0, fields.length))
      return await session.apply({ ...request, fields, rows }, signal)
    },
  })),
  nameDefect('columns-behind-255-not-scanned', ['scan/wide'], (session) => ({
    scan: (request, signal) => cut(session.scan(request, signal)),
  })),
  nameDefect('columns-behind-255-not-looked-up', ['lookup/wide'], (session) => ({
    lookup: async (request, signal) => {
      const { fields, answers } = await session.lookup(request, signal)
      return { fields, answers: answers.map((answer) => ({ ...answer, rows: answer.rows.map(first) })) }
    },
  })),
  nameDefect('columns-behind-255-not-written', ['apply/wide'], (session) => ({
    apply: (request, signal) =>
      session.apply({ ...request, fields: first(request.fields), rows: request.rows.map(first) }, signal),
  })),
]
