import { validateOptions } from '@berth/core'
import { expectRejects, expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { follow, registered, registeredRow } from '../followed.ts'
import { allColumns, readAll, rowsOf, scanRows } from '../read-all.ts'
import { people } from './datasets.ts'

/** Waits until the system counts no more connections than before, or the time is over. */
async function connectionsBack(target: CaseContext['target'], before: number): Promise<boolean> {
  const until = Date.now() + 5000
  while (((await target.connections?.()) ?? 0) > before) {
    if (Date.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return true
}

/** Aborts, early ends and what they leave behind. */
export const resourceCases: readonly ConformanceCase[] = [
  {
    id: 'resources/signal-obeyed',
    clause: 'RES-1',
    needs: ['scan'],
    run: async ({ connector, target, create, random }) => {
      const dataset = await create(people(60, random))
      const session = await connector.open(validateOptions(connector.manifest, target.options), {
        signal: new AbortController().signal,
        access: 'read',
        datasets: target.datasets?.() ?? {},
      })
      const abort = new AbortController()
      const request = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'], batchRows: 5 }
      try {
        let batches = 0
        const read = async (): Promise<void> => {
          for await (const _ of session.scan?.(request, abort.signal) ?? []) {
            batches += 1
            abort.abort()
          }
        }
        await expectRejects(read(), ['ABORTED'], 'a scan whose signal aborts, without the wrapper')
        expectThat(batches <= 2, `${batches} batches came behind the abort`)
      } finally {
        await session[Symbol.asyncDispose]()
      }
    },
  },
  {
    id: 'resources/left-early',
    clause: 'RES-1',
    needs: ['scan'],
    run: async ({ open, create, target, random }) => {
      const dataset = await create(people(60, random))
      const session = await open()
      const settings = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'], batchRows: 5 }
      for (let round = 0; round < 3; round++) for await (const _ of session.scan(settings)) break
      expectSameRows(await scanRows(session, dataset), dataset.rows, 'rows read after three reads were left early')
      await target.put(dataset, [[1, '改', 0, null]])
    },
  },
  {
    id: 'resources/changes-left-early',
    clause: 'RES-1',
    needs: ['changes'],
    run: async (context) => {
      const { open, create, target, connector, random } = context
      const { changes = {} } = connector.manifest.capabilities
      const dataset = await create(people(30, random))
      const session = await open()
      const request = { dataset: dataset.name, columns: allColumns(dataset), batchRows: 4 }
      const reads = changes.column === true ? [{ kind: 'column' as const, column: 'ID', key: ['ID'] }] : []
      for (const by of reads) {
        for (let round = 0; round < 3; round++) for await (const _ of session.changes({ ...request, by })) break
        const rows = rowsOf(await readAll(session.changes({ ...request, by })))
        expectSameRows(rows, dataset.rows, 'changes read after three reads were left early')
      }
      await target.put(dataset, [[1, '改', 0, null]])
      for (const kind of ['log', 'outbox'] as const) {
        const followed = changes[kind] === true ? await follow(context, kind, registered([1, 2, 3, 4, 5])) : undefined
        if (followed === undefined) continue
        const noted = await open()
        for (let round = 0; round < 3; round++) for await (const _ of followed.changes(noted, 2)) break
        const rows = rowsOf(await followed.read(noted, 2))
        expectSameRows(rows, followed.dataset.rows, `changes by ${kind} read after three reads were left early`)
        await target.put(followed.dataset, [registeredRow(1, '改')])
      }
    },
  },
  {
    id: 'resources/read-keeps-no-lock',
    clause: 'RES-1',
    needs: ['scan'],
    run: async ({ open, create, target, random }) => {
      const dataset = await create(people(60, random))
      const session = await open()
      await readAll(session.scan({ dataset: dataset.name, columns: allColumns(dataset), key: ['ID'], batchRows: 5 }))
      await target.put(dataset, [[1000, '新', 0, null]])
      const [rows] = [await scanRows(session, dataset)]
      expectThat(rows.length === 61, `a session sees ${rows.length} rows of 61: an old transaction is still open`)
    },
  },
  {
    id: 'resources/closed',
    clause: 'RES-1',
    needs: [],
    run: async ({ connector, target }) => {
      const before = (await target.connections?.()) ?? 0
      const context = {
        signal: new AbortController().signal,
        access: 'read',
        datasets: target.datasets?.() ?? {},
      } as const
      for (let round = 0; round < 3; round++) {
        const session = await connector.open(validateOptions(connector.manifest, target.options), context)
        await session.ping(context.signal)
        await session[Symbol.asyncDispose]()
        await session[Symbol.asyncDispose]()
      }
      expectThat(await connectionsBack(target, before), 'connections are left behind by closed sessions')
    },
  },
]
