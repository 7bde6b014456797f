import type { ApplyRequest, Row } from '@berth/core'
import { expectEqual, expectSameRows, expectThat } from '../../run/expect.ts'
import { type ConformanceCase, declares } from '../case.ts'
import { registered, registeredRow } from '../followed.ts'
import { prepared } from '../prepared.ts'

const row = (id: number, name = `名${id}`): Row => [id, name, id % 3, id % 2 === 0 ? null : 'x']
const rows = (from: number, to: number): Row[] => Array.from({ length: to - from + 1 }, (_, index) => row(from + index))
const keys = (from: number, to: number): Row[] => rows(from, to).map((each) => each.slice(0, 1))

/** Deletes and trials among what is written. */
export const applyDeletesCases: readonly ConformanceCase[] = [
  {
    id: 'apply/deletes',
    clause: 'APL-1',
    needs: ['apply', 'apply.deletes'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, rows(1, 200))
      const batch = { rows: rows(300, 302), deletes: [...keys(3, 150), [301], [999]] }
      const result = await apply(batch)
      expectEqual(result, { applied: 3, deleted: 149, repeated: false, rejects: [] }, 'the result')
      const left = [...rows(1, 2), ...rows(151, 200), row(300), row(302)]
      expectSameRows(await context.target.read(dataset), left, 'rows afterwards')
      await context.target.put(dataset, [row(3)])
      const again = await apply(batch)
      expectEqual(again, { applied: 0, deleted: 0, repeated: true, rejects: [] }, 'the result of the same batch again')
      expectSameRows(await context.target.read(dataset), [...left, row(3)], 'rows after the same batch again')
      const none = await apply({ batch: `${dataset.name}-none`, deletes: [] })
      expectEqual(
        none,
        { applied: 0, deleted: 0, repeated: false, rejects: [] },
        'the result of a batch with nothing in it',
      )
    },
  },
  {
    id: 'apply/deletes-by-whole-key',
    clause: 'APL-1',
    needs: ['apply', 'apply.deletes'],
    run: async (context) => {
      const given = [1, 2, 3, 4, 5].map((number) => registeredRow(number, '甲'))
      const { dataset, apply } = await prepared(context, given, registered([]))
      const deletes = [
        [1, '区1'],
        [2, '区1'],
        [4, '区2'],
        [5, '区2'],
      ]
      const result = await apply({ deletes })
      expectEqual(result, { applied: 0, deleted: 2, repeated: false, rejects: [] }, 'the result')
      expectSameRows(await context.target.read(dataset), given.slice(1, 4), 'rows afterwards')
    },
  },
  {
    id: 'apply/deletes-exact-keys',
    clause: 'APL-1',
    needs: ['apply', 'apply.deletes'],
    run: async (context) => {
      const type = { name: 'text' as const, maxLength: 20 }
      const columns = [
        { name: '编号', type, nullable: false },
        { name: 'order', type: { name: 'integer' as const }, nullable: false },
      ]
      const given = [
        ['A', 1],
        ['\u{e9}', 2],
        ['x ', 3],
        ['\u{ff11}', 4],
        ['张', 5],
      ].filter(([text = '']) => context.target.holds(type, text))
      const { dataset, apply } = await prepared(context, given, { columns, key: ['编号'], rows: [] })
      const others = ['a', '\u{ff21}', 'e', '\u{c9}', 'x', 'X ', '1', '張'].filter((text) =>
        context.target.holds(type, text),
      )
      const nothing = await apply({ deletes: others.map((text) => [text]) })
      expectEqual(nothing, { applied: 0, deleted: 0, repeated: false, rejects: [] }, 'the result')
      expectSameRows(await context.target.read(dataset), given, 'rows whose keys are like those to delete')
      const { deleted } = await apply({ deletes: given.map((each) => each.slice(0, 1)), batch: `${dataset.name}-all` })
      expectEqual(deleted, given.length, 'rows deleted by their own keys')
      expectSameRows(await context.target.read(dataset), [], 'rows afterwards')
    },
  },
  {
    id: 'apply/deletes-with-upserts',
    clause: 'APL-1',
    needs: ['apply', 'apply.upsert', 'apply.deletes'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, rows(1, 9))
      const written = [row(2, '新'), row(20), row(3, '又')]
      const result = await apply({ mode: 'upsert', rows: written, deletes: [[1], [3], [4], [77]] })
      expectEqual(result, { applied: 3, deleted: 3, repeated: false, rejects: [] }, 'the result')
      const left = [row(2, '新'), row(20), ...rows(5, 9)]
      expectSameRows(await context.target.read(dataset), left, 'rows afterwards')
    },
  },
  {
    id: 'apply/deletes-ill-typed',
    clause: 'APL-2',
    needs: ['apply', 'apply.deletes'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, rows(1, 4))
      const batch = { rows: [row(7), row(8)], deletes: [[1], ["1' OR '1'='1"], [2], [null]] }
      const refused = [
        [3, 'VALUE_INVALID', 'ID'],
        [5, 'VALUE_MISSING', 'ID'],
      ]
      const aborted = await apply(batch)
      expectEqual([aborted.applied, aborted.deleted], [0, 0], 'rows written and deleted of a batch that was refused')
      expectEqual(
        aborted.rejects.map(({ row: at, code, column }) => [at, code, column]),
        refused,
        'the keys refused',
      )
      expectThat(!JSON.stringify(aborted).includes(' OR '), 'a reject prints the key')
      expectSameRows(await context.target.read(dataset), rows(1, 4), 'rows after a batch that was refused')
      const skipped = await apply({ ...batch, onReject: 'skip' })
      expectEqual([skipped.applied, skipped.deleted], [2, 2], 'rows written and deleted')
      expectEqual(skipped.rejects, aborted.rejects, 'the keys refused')
      expectSameRows(await context.target.read(dataset), [...rows(3, 4), ...rows(7, 8)], 'rows afterwards')
    },
  },
  {
    id: 'apply/deletes-refused',
    clause: 'APL-2',
    needs: ['apply', 'apply.deletes'],
    run: async (context) => {
      const { target, note } = context
      if (target.protect === undefined) return note({ zh: '被系统拒绝的删除', en: 'deletes that the system refuses' })
      const { dataset, apply } = await prepared(context, rows(1, 9))
      await target.protect(dataset, [[2], [5]])
      const batch = { rows: [row(20)], deletes: keys(1, 6) }
      const aborted = await apply(batch)
      const { applied, deleted, rejects } = aborted
      expectEqual([applied, deleted], [0, 0], 'rows written and deleted of a batch that was refused')
      expectEqual(
        rejects.map(({ row: at, code }) => [at, code]),
        [
          [2, 'CONSTRAINT_VIOLATED'],
          [5, 'CONSTRAINT_VIOLATED'],
        ],
        'the deletes refused',
      )
      expectSameRows(await target.read(dataset), rows(1, 9), 'rows after a batch that was refused')
      const skipped = await apply({ ...batch, onReject: 'skip' })
      expectEqual([skipped.applied, skipped.deleted], [1, 4], 'rows written and deleted')
      expectEqual(skipped.rejects, rejects, 'the deletes refused')
      expectSameRows(await target.read(dataset), [row(2), row(5), ...rows(7, 9), row(20)], 'rows afterwards')
    },
  },
  {
    id: 'apply/dry-run',
    clause: 'APL-1',
    needs: ['apply', 'apply.dryRun'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, rows(1, 9))
      const may = declares(context.connector.manifest.capabilities, 'apply.deletes')
      const deletes = may ? { deletes: [[2], [3], [88]] } : {}
      const tooLong = row(32, '长'.repeat(41))
      const batches: [string, Partial<ApplyRequest>, Row[]][] = [
        ['good', { rows: rows(20, 29), ...deletes }, rows(20, 29)],
        ['refused', { rows: [row(30), [31, null, 0, null], tooLong, row(1)], onReject: 'skip' }, [row(30)]],
        ['given up', { rows: [row(40), tooLong, row(1)] }, []],
      ]
      let left = rows(1, 9)
      for (const [what, batch, written] of batches) {
        const request = { ...batch, batch: `${dataset.name}-${what}` }
        const tried = await apply({ ...request, dryRun: true })
        expectSameRows(await context.target.read(dataset), left, `rows after a batch (${what}) was tried`)
        const again = await apply({ ...request, dryRun: true })
        expectEqual(again, tried, `what a second trial tells (${what})`)
        const real = await apply(request)
        expectEqual(tried, real, `what the trial told, beside the real batch (${what})`)
        expectThat(!real.repeated, 'a batch that was only tried is taken for one that was written')
        const gone = batch.deletes === undefined ? [] : [2, 3]
        left = [...left.filter(([id]) => !gone.includes(Number(id))), ...written]
        expectSameRows(await context.target.read(dataset), left, `rows after the batch (${what})`)
      }
    },
  },
]
