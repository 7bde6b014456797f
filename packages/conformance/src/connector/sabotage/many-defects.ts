import type { ApplyRequest, Row } from '@berth/core'
import type { Defect, WholeSession } from './defect.ts'

function keyOf({ fields, key }: ApplyRequest): (row: Row) => string {
  const positions = key.map((name) => fields.findIndex((field) => field.name === name))
  return (row) => JSON.stringify(positions.map((position) => row[position]))
}

let writes = 0

const writeDefects: readonly Defect[] = [
  {
    id: 'bulk-refused-as-a-whole',
    caughtBy: ['apply/rejects-among-many'],
    alter: (session) => ({
      apply: async (request, signal) => {
        const result = await session.apply({ ...request, onReject: 'abort' }, signal)
        if (request.rows.length < 100 || result.rejects.length === 0) return result
        return { ...result, rejects: request.rows.map((_, row) => ({ row, code: 'CONSTRAINT_VIOLATED' as const })) }
      },
    }),
  },
  {
    id: 'positions-of-rejects-within-parts',
    caughtBy: ['apply/rejects-among-many'],
    alter: (session) => ({
      apply: async (request, signal) => {
        const result = await session.apply(request, signal)
        return { ...result, rejects: result.rejects.map((reject) => ({ ...reject, row: reject.row % 100 })) }
      },
    }),
  },
  {
    id: 'first-of-a-key-kept',
    caughtBy: ['apply/same-key-twice'],
    alter: (session) => ({
      apply: async (request, signal) => {
        const seen = new Set<string>()
        const key = keyOf(request)
        const kept = request.rows.filter((row) => !seen.has(key(row)) && seen.add(key(row)) !== undefined)
        const result = await session.apply({ ...request, rows: kept }, signal)
        return { ...result, applied: result.applied + request.rows.length - kept.length }
      },
    }),
  },
  {
    id: 'batch-id-looked-up-too-early',
    caughtBy: ['apply/once-at-the-same-moment'],
    alter: earlyLedger,
  },
  {
    id: 'idempotency-key-looked-up-too-early',
    caughtBy: ['invoke/once-at-the-same-moment'],
    alter: earlyKeys,
  },
]

/** Ids as a ledger keeps them that takes some for one another. */
const keptIds: Readonly<Record<string, (id: string) => string>> = {
  'without-case': (id) => id.toLowerCase(),
  'cut-to-100': (id) => id.slice(0, 100),
  'as-patterns': (id) => id.replace(/[%_]$/, ''),
}

const idDefects: readonly Defect[] = Object.entries(keptIds).map(([how, kept]) => ({
  id: `ids-kept-${how}`,
  caughtBy: ['apply/ids-apart', 'invoke/keys-apart'],
  alter: (session) => ({
    apply: (request, signal) => session.apply({ ...request, batch: kept(request.batch) }, signal),
    invoke: (request, signal) => session.invoke({ ...request, idempotencyKey: kept(request.idempotencyKey) }, signal),
  }),
}))

const batches: Set<string> = new Set()
const keys: Set<string> = new Set()

/** Looks the id up, and enters it when all is done. */
function earlyLedger(session: WholeSession): Pick<WholeSession, 'apply'> {
  return {
    apply: async (request, signal) => {
      if (batches.has(request.batch)) return { applied: 0, repeated: true, rejects: [] }
      await new Promise((resolve) => setImmediate(resolve))
      const result = await session.apply({ ...request, batch: `${request.batch}-${++writes}` }, signal)
      batches.add(request.batch)
      return result
    },
  }
}

function earlyKeys(session: WholeSession): Pick<WholeSession, 'invoke'> {
  return {
    invoke: async (request, signal) => {
      const { idempotencyKey } = request
      if (keys.has(idempotencyKey)) return { repeated: true, fields: [], rows: [] }
      await new Promise((resolve) => setImmediate(resolve))
      const result = await session.invoke({ ...request, idempotencyKey: `${idempotencyKey}-${++writes}` }, signal)
      keys.add(idempotencyKey)
      return result
    },
  }
}

/** Faults in large batches, in what comes from several sessions at once, and in what is remembered of it. */
export const manyDefects: readonly Defect[] = [...writeDefects, ...idDefects]
