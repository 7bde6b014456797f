import { expectThat } from '../../run/expect.ts'
import { type CaseContext, type ConformanceCase, declares } from '../case.ts'
import { type Followed, follow, registered } from '../followed.ts'
import { allColumns, describeAll, readAll } from '../read-all.ts'

/** One round of everything that a session for reading may be asked. */
type Round = (open: CaseContext['open']) => Promise<void>

/** Prepares what is to be read, and returns the round. */
async function everyRead(context: CaseContext): Promise<Round> {
  const { create, connector } = context
  const has = (need: Parameters<typeof declares>[1]): boolean => declares(connector.manifest.capabilities, need)
  const dataset = await create(registered([1, 2, 3, 4, 5, 6, 7, 8, 9]))
  const noted: Followed[] = []
  for (const kind of ['log', 'outbox'] as const) {
    const followed = has(`changes.${kind}`) ? await follow(context, kind, registered([1, 2, 3])) : undefined
    if (followed !== undefined) noted.push(followed)
  }
  const { name, key } = dataset
  const columns = allColumns(dataset)
  return async (open) => {
    const session = await open()
    await session.ping()
    if (has('describe')) await describeAll(session.describe({}))
    if (has('lookup'))
      await session.lookup({ dataset: name, columns, by: ['NUMBER'], keys: [[1], [77], ['x']], limit: 5 })
    if (has('scan')) {
      const scan = { dataset: name, columns, batchRows: 2 }
      await readAll(session.scan({ ...scan, key }))
      await readAll(session.scan(scan))
      for await (const _ of session.scan({ ...scan, key })) break
      for await (const _ of session.scan(scan)) break
    }
    const by = { kind: 'column' as const, column: 'NUMBER', key, overlap: 2 }
    if (has('changes.column')) await readAll(session.changes({ dataset: name, columns, by, batchRows: 2 }))
    for (const { read, settings } of noted) {
      const first = await read(session, 2)
      await read(session, 2, first.at(-1)?.cursor)
      for await (const _ of session.changes(settings(1))) break
    }
  }
}

/** Sessions for reading, watched from the other side. */
export const readCases: readonly ConformanceCase[] = [
  {
    id: 'reads/write-nothing',
    clause: 'SEC-4',
    needs: [],
    run: async (context) => {
      const { target, open, note } = context
      if (target.writes === undefined)
        return note({ zh: '读取是否写入：目标不统计写入', en: 'whether reads write: the target does not count writes' })
      const round = await everyRead(context)
      const before = await target.writes()
      await round(open)
      const written = (await target.writes()) - before
      expectThat(written === 0, `the system counts ${written} writes of a session for reading`)
    },
  },
  {
    id: 'reads/keep-no-lock',
    clause: 'SEC-4',
    needs: [],
    run: async (context) => {
      const { target, open, note } = context
      const { locks } = target
      if (locks === undefined)
        return note({
          zh: '读取是否留下锁：目标不统计锁',
          en: 'whether reads keep locks: the target does not count locks',
        })
      const round = await everyRead(context)
      const before = await locks.call(target)
      await round(open)
      const until = Date.now() + 3000
      let kept = (await locks.call(target)) - before
      while (kept > 0 && Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        kept = (await locks.call(target)) - before
      }
      expectThat(kept <= 0, `${kept} locks are kept by a session for reading that reads no more`)
    },
  },
]
