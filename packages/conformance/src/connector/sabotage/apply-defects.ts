import type { ApplyRequest, ApplyResult, Row } from '@berth/core'
import type { Defect } from './defect.ts'

function applyDefect(
  id: string,
  caughtBy: readonly string[],
  request: (request: ApplyRequest) => ApplyRequest,
  result: (result: ApplyResult, request: ApplyRequest) => ApplyResult = (given) => given,
): Defect {
  return {
    id,
    caughtBy,
    alter: (session) => ({
      apply: async (given, signal) => result(await session.apply(request(given), signal), given),
    }),
  }
}

/** Texts are changed on the way to the system. */
function textDefect(id: string, change: (text: string) => string): Defect {
  return applyDefect(id, ['apply/texts-as-they-are-or-refused'], (request) => ({
    ...request,
    rows: request.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? change(cell) : cell))),
  }))
}

let attempts = 0

/** Faults in writing. */
export const applyDefects: readonly Defect[] = [
  applyDefect('rows-behind-the-first-hundred-lost', ['apply/insert'], (request) => ({
    ...request,
    rows: request.rows.slice(0, 100),
  })),
  applyDefect('batch-id-ignored', ['apply/once'], (request) => ({
    ...request,
    batch: `${request.batch}-${++attempts}`,
  })),
  applyDefect('refused-batch-half-written', ['apply/whole-or-not-at-all'], (request) => ({
    ...request,
    onReject: 'skip',
  })),
  applyDefect(
    'refused-batch-half-written-in-secret',
    ['apply/whole-or-not-at-all'],
    (request) => ({ ...request, onReject: 'skip' }),
    (result, request) =>
      request.onReject === 'abort' && result.rejects.length > 0 ? { ...result, applied: 0 } : result,
  ),
  {
    id: 'batch-in-two-transactions',
    caughtBy: ['apply/aborted-and-repeated'],
    alter: (session) => ({
      apply: async (request, signal) => {
        const half = Math.ceil(request.rows.length / 2)
        const part = (name: string, rows: readonly Row[]): Promise<ApplyResult> =>
          session.apply({ ...request, batch: `${request.batch}-${name}`, rows }, signal)
        const first = await part('first', request.rows.slice(0, half))
        await new Promise((resolve) => setImmediate(resolve))
        const second = await part('second', request.rows.slice(half))
        return { ...second, applied: first.applied + second.applied }
      },
    }),
  },
  applyDefect('upsert-only-inserts', ['apply/upsert'], (request) => ({ ...request, mode: 'insert' })),
  applyDefect(
    'only-first-reject-told',
    ['apply/rejects-skipped'],
    (request) => request,
    (result) => ({ ...result, rejects: result.rejects.slice(0, 1) }),
  ),
  applyDefect(
    'value-in-reject',
    ['errors/rejects-without-values'],
    (request) => request,
    (result, { rows }) => ({
      ...result,
      rejects: result.rejects.map((reject) => ({ ...reject, nativeCode: String(rows[reject.row]?.[1]) })),
    }),
  ),
  textDefect('texts-written-end-at-nul', (text) => text.replace(/\0.*/s, '')),
  textDefect('texts-written-made-well-formed', (text) => text.toWellFormed()),
  textDefect('byte-order-mark-swallowed', (text) => text.replace(/^\ufeff/, '')),
]
