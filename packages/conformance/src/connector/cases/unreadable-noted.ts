import type { ChangeBatch, Row } from '@berth/core'
import { type BadBytes, badBytes } from '../../corpus/charset-texts.ts'
import { expectEqual, expectSameRows } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { endOf, follow, type NotedKind } from '../followed.ts'
import { unreadableOf } from '../read-all.ts'

const good = Uint8Array.of(0x41)
const upsert = (id: number): Row => ['upsert', 'A', id]

/** What batches tell, row by row: its kind and cells, or its error. */
function told(batches: readonly ChangeBatch[]): Row[] {
  const readable = batches.flatMap(({ rows, kinds }) => {
    if (kinds !== undefined) expectEqual(kinds.length, rows.length, 'kinds of a batch with unreadable rows')
    return rows.map((row, at): Row => [kinds?.[at] ?? 'upsert', ...row])
  })
  const bad = unreadableOf(batches).map(({ error: { code, details } }): Row => {
    return [code, String(details['column']), Number(details['offset'])]
  })
  return [...readable, ...bad]
}

async function tryBytes(context: CaseContext, kind: NotedKind, { charset, bytes, offset }: BadBytes): Promise<boolean> {
  const { target, open } = context
  const columns = [
    { name: '内容', type: { name: 'text' as const, maxLength: 40 }, nullable: true, charset },
    { name: 'ID', type: { name: 'integer' as const }, nullable: false },
  ]
  const rows = [1, 2, 3, 4, 5, 6].map((id): Row => [id === 5 ? bytes : good, id])
  const followed = await follow(context, kind, { columns, key: ['ID'], rows })
  if (followed === undefined) return false
  const { dataset, read } = followed
  const session = await open()
  const error: Row = ['TEXT_UNDECODABLE', '内容', offset]
  const first = await read(session, 4)
  expectSameRows(told(first), [error, ...[1, 2, 3, 4, 6].map(upsert)], `the rows of a first read (${charset})`)
  const changed: Row[] = [
    [bytes, 2],
    [bytes, 5],
    [good, 3],
  ]
  await target.put(dataset, changed)
  await target.remove(dataset, [[1]])
  const second = await read(session, 4, endOf(first))
  expectSameRows(told(second), [error, error, upsert(3), ['delete', null, 1]], `what changed (${charset})`)
  await target.put(dataset, [[good, 5]])
  const third = await read(session, 4, endOf(second))
  expectSameRows(told(third), [upsert(5)], `a row that was mended (${charset})`)
  return true
}

/** Rows with a bad byte among those whose changes the system notes. */
export const unreadableNotedCases: readonly ConformanceCase[] = (['log', 'outbox'] as const).map((kind) => ({
  id: `${kind}/unreadable`,
  clause: 'TXT-1',
  needs: ['changes', `changes.${kind}`, 'changes.deletes', 'text.charsetPerColumn'],
  run: async (context) => {
    for (const bad of badBytes) if (!(await tryBytes(context, kind, bad))) return
  },
}))
