import { type ChangeBatch, type ConnectorSession, openSession, type Row, type RowBatch } from '@berth/core'
import { within } from '../../faults/condition.ts'
import { interpose } from '../../faults/interposer.ts'
import { ConformanceFailure, expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { allColumns } from '../read-all.ts'
import { people } from './datasets.ts'

class ConsumerFault extends Error {}

type Read = (session: ConnectorSession, after: string | undefined) => AsyncIterable<RowBatch | ChangeBatch>

/**
 * Reads batch by batch, and has the consumer fail at each one in turn, before it was stored: whoever goes on from the place that was
 * stored gets that batch again, and every row is stored once in the end.
 */
async function failingConsumer({ open }: CaseContext, read: Read, expected: readonly Row[]): Promise<void> {
  const stored: Row[] = []
  let after: string | undefined
  for (let attempt = 1; ; attempt++) {
    expectThat(attempt <= 40, 'the read does not come to its end, however often it goes on')
    const session = await open()
    let seen = 0
    try {
      for await (const { rows, cursor } of read(session, after)) {
        if (++seen === 2) throw new ConsumerFault('the target is gone')
        stored.push(...rows)
        after = cursor
      }
      break
    } catch (error) {
      if (error instanceof ConsumerFault) continue
      throw new ConformanceFailure(`a consumer that fails is answered with ${String(error)}`)
    } finally {
      await session[Symbol.asyncDispose]()
    }
  }
  expectSameRows(
    stored,
    expected,
    'rows stored by a consumer that failed at every second batch and went on from its cursor',
  )
}

/** Consumers that fail, leave or close, at the events of the contract. */
export const consumerFaultCases: readonly ConformanceCase[] = [
  {
    id: 'consumer/fails-in-a-scan',
    clause: 'CUR-1',
    level: 'full',
    needs: ['scan', 'scan.resume'],
    run: async (context) => {
      const dataset = await context.create(people(23, context.random))
      const request = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'], batchRows: 4 }
      const read: Read = (session, after) => session.scan(after === undefined ? request : { ...request, after })
      await failingConsumer(context, read, dataset.rows)
    },
  },
  {
    id: 'consumer/fails-in-changes',
    clause: 'CUR-1',
    level: 'full',
    needs: ['changes', 'changes.column'],
    run: async (context) => {
      const dataset = await context.create(people(23, context.random))
      const by = { kind: 'column' as const, column: 'ID', key: ['ID'] }
      const request = { dataset: dataset.name, columns: allColumns(dataset), by, batchRows: 4 }
      const read: Read = (session, after) => session.changes(after === undefined ? request : { ...request, after })
      await failingConsumer(context, read, dataset.rows)
    },
  },
  {
    id: 'consumer/closes-in-a-scan',
    clause: 'RES-1',
    level: 'full',
    needs: ['scan'],
    run: async ({ connector, target, create, random, open }) => {
      const dataset = await create(people(60, random))
      const interposer = interpose(connector)
      const settings = { datasets: target.datasets?.() ?? {} }
      const session = await openSession(interposer.connector, target.options, settings)
      const closed = interposer.order({ at: 'batch', nth: 3 }, () => void session[Symbol.asyncDispose]())
      const rows: Row[] = []
      let failed = false
      try {
        const request = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'], batchRows: 5 }
        for await (const batch of session.scan(request)) rows.push(...batch.rows)
      } catch {
        failed = true
      }
      expectThat(closed.fired, 'the read had no third batch, so that nothing was tried')
      const short = `a scan whose session was closed behind 15 of 60 rows ended without an error, ${rows.length} rows in all`
      expectThat(failed || rows.length === 60, short)
      expectThat(await within(5000, () => interposer.pending() === 0), 'a scan whose session was closed does not end')
      const again: Row[] = []
      const request = { dataset: dataset.name, columns: allColumns(dataset), key: ['ID'] }
      for await (const batch of (await open()).scan(request)) again.push(...batch.rows)
      expectSameRows(again, dataset.rows, 'rows read in a session behind one that was closed in a read')
    },
  },
]
