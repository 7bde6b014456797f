import { BerthError, type ChangeBatch, type ChangesRequest, type ErrorCode } from '@berth/core'
import type { NotedKind } from '../followed.ts'
import { readAll } from '../read-all.ts'
import type { Defect, WholeSession } from './defect.ts'

type Changes = WholeSession['changes']

/** What a fault makes of the changes of one kind; `cases` are the names behind the kind's. */
interface Fault {
  readonly id: string
  readonly cases: readonly string[]
  readonly make: (changes: Changes) => Changes
}

/** The batches with their rows and kinds changed; those that end up empty are left out. */
function eachRow(
  change: (row: ChangeBatch['rows'][number], kind: 'upsert' | 'delete') => readonly ChangeBatch['rows'][number][],
): (changes: Changes) => Changes {
  return (changes) =>
    async function* (request, signal) {
      for await (const batch of changes(request, signal)) {
        const kinds: ('upsert' | 'delete')[] = []
        const rows = batch.rows.flatMap((row, index) => {
          const kind = batch.kinds?.[index] ?? 'upsert'
          const told = change(row, kind)
          kinds.push(...told.map(() => kind))
          return told
        })
        if (rows.length > 0) yield { ...batch, rows, kinds }
      }
    }
}

/** A first read that takes what happened meanwhile for told. */
const meanwhileLost: Fault['make'] = (changes) =>
  async function* (request, signal) {
    if (request.after !== undefined) return yield* changes(request, signal)
    let held: ChangeBatch | undefined
    for await (const batch of changes(request, signal)) {
      if (batch.kinds !== undefined) continue
      if (held !== undefined) yield held
      held = batch
    }
    const cursor = (await readAll(changes(request, signal))).at(-1)?.cursor
    if (held !== undefined) yield { ...held, cursor: cursor ?? held.cursor }
  }

function restarting(code: ErrorCode): Fault['make'] {
  return (changes) =>
    async function* (request, signal) {
      try {
        yield* changes(request, signal)
      } catch (error) {
        if (!BerthError.is(error) || error.code !== code) throw error
        const { after: _, ...again } = request
        yield* changes(again, signal)
      }
    }
}

const faults: readonly Fault[] = [
  {
    id: 'deletes-dropped',
    cases: ['later', 'resume-everywhere', 'left-anywhere', 'emptied'],
    make: eachRow((row, kind) => (kind === 'delete' ? [] : [row])),
  },
  { id: 'row-told-twice', cases: ['later', 'first-read'], make: eachRow((row) => [row, row]) },
  {
    id: 'deleted-row-filled',
    cases: ['later'],
    make: eachRow((row, kind) => [kind === 'delete' ? row.map((cell) => cell ?? '无') : row]),
  },
  {
    id: 'cursor-ignored',
    cases: ['first-read', 'later'],
    make:
      (changes) =>
      ({ after: _, ...request }, signal) =>
        changes(request, signal),
  },
  {
    id: 'batches-too-large',
    cases: ['first-read'],
    make: (changes) => (request, signal) => changes({ ...request, batchRows: request.batchRows + 1 }, signal),
  },
  {
    id: 'every-cursor-the-last',
    cases: ['resume-everywhere', 'left-anywhere'],
    make: (changes) =>
      async function* (request, signal) {
        const all = await readAll(changes(request, signal))
        for (const batch of all) yield { ...batch, cursor: all.at(-1)?.cursor ?? batch.cursor }
      },
  },
  {
    id: 'fields-made-anew',
    cases: ['first-read', 'resume-everywhere'],
    make: (changes) =>
      async function* (request, signal) {
        for await (const batch of changes(request, signal)) yield { ...batch, fields: [...batch.fields] }
      },
  },
  { id: 'meanwhile-lost', cases: ['changed-meanwhile'], make: meanwhileLost },
  { id: 'damaged-cursor-restarts', cases: ['cursors'], make: restarting('CURSOR_INVALID') },
  { id: 'forgotten-entries-not-told', cases: ['forgotten'], make: restarting('CURSOR_EXPIRED') },
]

function defectsOf(kind: NotedKind): Defect[] {
  return [...faults, ...unreadableFaults].map(({ id, cases, make }) => ({
    id: `${kind}-${id}`,
    caughtBy: cases.map((what) => `${kind}/${what}`),
    ...(kind === 'outbox' ? { on: 'sql' as const } : {}),
    alter: (session) => {
      const changed = make((request, signal) => session.changes(request, signal))
      return {
        changes: (request, signal) =>
          request.by.kind === kind ? changed(request, signal) : session.changes(request, signal),
      }
    },
  }))
}

/** What becomes of rows that cannot be read, of one kind of changes. */
const unreadableFaults: readonly Fault[] = [
  {
    id: 'unreadable-dropped',
    cases: ['unreadable'],
    make: (changes) =>
      async function* (request, signal) {
        for await (const { unreadable: _, ...batch } of changes(request, signal)) if (batch.rows.length > 0) yield batch
      },
  },
  {
    id: 'unreadable-told-as-deleted',
    cases: ['unreadable'],
    make: (changes) =>
      async function* (request, signal) {
        for await (const { unreadable = [], ...batch } of changes(request, signal)) {
          const gone = unreadable.map(() => batch.fields.map(({ name }) => (name === 'ID' ? 5 : null)))
          const kinds = batch.kinds ?? batch.rows.map(() => 'upsert' as const)
          yield { ...batch, rows: [...batch.rows, ...gone], kinds: [...kinds, ...gone.map(() => 'delete' as const)] }
        }
      },
  },
  {
    id: 'kinds-of-unreadable-rows',
    cases: ['unreadable'],
    make: (changes) =>
      async function* (request, signal) {
        for await (const batch of changes(request, signal)) {
          const more = (batch.unreadable ?? []).map(() => 'upsert' as const)
          yield batch.kinds === undefined ? batch : { ...batch, kinds: [...more, ...batch.kinds] }
        }
      },
  },
  {
    id: 'unreadable-ends-the-changes',
    cases: ['unreadable'],
    make: (changes) =>
      async function* (request, signal) {
        for await (const batch of changes(request, signal)) {
          if (batch.unreadable?.[0] !== undefined) throw batch.unreadable[0].error
          yield batch
        }
      },
  },
]

/** A script is written for names that are not there. */
const unknownPrepared = (['log', 'outbox'] as const).map((kind): Defect => {
  return {
    id: `${kind}-script-for-unknown-names`,
    caughtBy: [`${kind}/unknown-names`],
    ...(kind === 'outbox' ? { on: 'sql' as const } : {}),
    alter: (session) => ({
      prepareChanges: (request, signal) =>
        session.prepareChanges(request, signal).catch((error: unknown) => {
          if (BerthError.is(error) && error.code === 'COLUMN_UNKNOWN') return '-- nothing to prepare\n'
          throw error
        }),
    }),
  }
})

/** A connector that takes the greatest number it has seen for the end, whatever is committed behind it. */
const lateLost: Defect = {
  id: 'late-entries-lost',
  caughtBy: ['changes/committed-late'],
  alter: (session) => {
    let greatest = 0
    return {
      changes: async function* (request: ChangesRequest, signal: AbortSignal) {
        const at = request.columns.findIndex(({ name }) => name === 'NUMBER')
        const seen = request.after === undefined ? 0 : greatest
        for await (const batch of session.changes(request, signal)) {
          const rows = batch.rows.filter((row) => Number(row[at]) > seen)
          greatest = Math.max(greatest, ...rows.map((row) => Number(row[at])))
          if (rows.length > 0) yield { ...batch, rows, kinds: rows.map(() => 'upsert') }
        }
      },
    }
  },
}

/** Faults in changes that the system notes. */
export const notedChangeDefects: readonly Defect[] = [
  ...defectsOf('log'),
  ...defectsOf('outbox'),
  ...unknownPrepared,
  lateLost,
]
