import type { ApplyRequest, ApplyResult, Row } from '@berth/core'
import { readAll, rowsOf } from '../read-all.ts'
import type { Defect, WholeSession } from './defect.ts'

type Apply = WholeSession['apply']

function deleteDefect(
  id: string,
  caughtBy: readonly string[],
  make: (apply: Apply, session: WholeSession) => Apply,
  on?: 'sql',
): Defect {
  const alter: Defect['alter'] = (session) => ({
    apply: make((request, signal) => session.apply(request, signal), session),
  })
  return { id, caughtBy, ...(on === undefined ? {} : { on }), alter }
}

/** A defect of the result alone. */
function told(change: (result: ApplyResult, request: ApplyRequest) => ApplyResult): (apply: Apply) => Apply {
  return (apply) => async (request, signal) => change(await apply(request, signal), request)
}

const rejectsOfDeletesDropped = told((result, { rows }) => ({
  ...result,
  rejects: result.rejects.filter(({ row }) => row < rows.length),
}))

async function allKeys(session: WholeSession, { dataset, key }: ApplyRequest, signal: AbortSignal): Promise<Row[]> {
  const columns = key.map((name) => ({ name }))
  return rowsOf(await readAll(session.scan({ dataset, columns, batchRows: 1000 }, signal)))
}

/** The keys of all rows that share the first part of a key. */
async function widened(session: WholeSession, request: ApplyRequest, signal: AbortSignal): Promise<Row[]> {
  const all = await allKeys(session, request, signal)
  return all.filter(([first]) => request.deletes?.some((key) => key[0] === first))
}

function script(id: string, caughtBy: readonly string[], change: (undo: string) => string): Defect {
  const changed = told(({ undo, ...result }) => (undo === undefined ? result : { ...result, undo: change(undo) }))
  return deleteDefect(id, caughtBy, changed, 'sql')
}

/** Faults in deletes, trials and scripts that undo. */
export const deleteDefects: readonly Defect[] = [
  deleteDefect(
    'deletes-ignored',
    ['apply/deletes', 'apply/deletes-by-whole-key', 'apply/deletes-with-upserts'],
    (apply) => async (request, signal) => {
      const { deletes, ...others } = request
      const result = await apply(others, signal)
      return deletes === undefined ? result : { ...result, deleted: deletes.length }
    },
  ),
  deleteDefect(
    'deletes-that-were-not-there-counted',
    ['apply/deletes', 'apply/deletes-with-upserts'],
    told((result, { deletes }) => (deletes === undefined ? result : { ...result, deleted: deletes.length })),
  ),
  deleteDefect(
    'deletes-before-rows',
    ['apply/deletes', 'apply/deletes-with-upserts'],
    (apply) => async (request, signal) => {
      const { deletes, ...others } = request
      if (deletes === undefined) return await apply(request, signal)
      const first = await apply({ ...request, rows: [], batch: `${request.batch}-deletes` }, signal)
      return { ...(await apply(others, signal)), deleted: first.deleted ?? 0 }
    },
  ),
  deleteDefect(
    'deletes-by-part-of-the-key',
    ['apply/deletes-by-whole-key'],
    (apply, session) => async (request, signal) => {
      return await apply({ ...request, deletes: await widened(session, request, signal) }, signal)
    },
  ),
  deleteDefect('deletes-without-case', ['apply/deletes-exact-keys'], (apply, session) => async (request, signal) => {
    const fold = (key: Row): string => key.map((cell) => String(cell).toLowerCase()).join()
    const wanted = new Set(request.deletes?.map(fold))
    const keys = (await allKeys(session, request, signal)).filter((key) => wanted.has(fold(key)))
    return await apply({ ...request, deletes: keys }, signal)
  }),
  deleteDefect('ill-typed-keys-passed-over', ['apply/deletes-ill-typed'], rejectsOfDeletesDropped),
  deleteDefect(
    'key-in-reject',
    ['apply/deletes-ill-typed'],
    told((result, { rows, deletes = [] }) => ({
      ...result,
      rejects: result.rejects.map((reject) => ({ ...reject, nativeCode: String(deletes[reject.row - rows.length]) })),
    })),
  ),
  deleteDefect('deletes-outlive-the-batch', ['apply/deletes-ill-typed'], (apply) => async (request, signal) => {
    const result = await apply(request, signal)
    if (result.rejects.length === 0 || request.deletes === undefined) return result
    await apply({ ...request, rows: [], batch: `${request.batch}-deletes`, onReject: 'skip' }, signal)
    return result
  }),
  deleteDefect('refused-deletes-passed-over', ['apply/deletes-refused'], rejectsOfDeletesDropped, 'sql'),
  deleteDefect(
    'trial-writes',
    ['apply/dry-run'],
    (apply) =>
      ({ dryRun: _, ...request }, signal) =>
        apply(request, signal),
  ),
  deleteDefect('trial-remembered', ['apply/dry-run'], (apply) => {
    return async (request, signal) => {
      const result = await apply(request, signal)
      const { dryRun, ...real } = request
      if (dryRun === true) await apply({ ...real, rows: [], deletes: [] }, signal)
      return result
    }
  }),
  deleteDefect(
    'trial-tells-no-rejects',
    ['apply/dry-run'],
    told((result, { dryRun }) => (dryRun === true ? { ...result, rejects: [] } : result)),
  ),
  script('script-without-escapes', ['apply/undo-texts', 'apply/undo-hostile-keys'], (undo) =>
    undo.replaceAll("''", "'"),
  ),
  script('script-without-inserts', ['apply/undo-values', 'apply/undo-texts', 'apply/undo-hostile-keys'], (undo) =>
    undo.replaceAll(/^INSERT /gm, '-- INSERT '),
  ),
  script('script-without-deletes', ['apply/undo-values', 'apply/undo-hostile-keys'], (undo) =>
    undo.replaceAll(/^DELETE /gm, '-- DELETE '),
  ),
  script('script-with-empty-for-null', ['apply/undo-values'], (undo) => undo.replaceAll('NULL', "''")),
  script('script-with-rounded-numbers', ['apply/undo-values'], (undo) =>
    undo.replaceAll(/\b\d{17,}\b/g, (digits) => String(Number(digits))),
  ),
  script('script-with-line-ends-changed', ['apply/undo-texts'], (undo) => undo.replaceAll('\r\n', '\n')),
  deleteDefect(
    'no-script-beside-rejects',
    ['apply/undo-beside-rejects'],
    told((result) => (result.rejects.length === 0 ? result : { ...result, undo: '' })),
    'sql',
  ),
  deleteDefect(
    'script-that-was-not-asked-for',
    ['apply/undo-not-needed'],
    told((result) => ({ ...result, undo: result.undo ?? '-- nothing to undo\n' })),
    'sql',
  ),
]
