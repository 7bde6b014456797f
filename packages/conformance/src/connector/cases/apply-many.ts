import type { ApplyResult, Row } from '@berth/core'
import { likeIds } from '../../corpus/like-ids.ts'
import { expectEqual, expectSameRows } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { prepared, whenFree } from '../prepared.ts'

const row = (id: number, name = `名${id}`): Row => [id, name, id % 3, null]
const rows = (count: number): Row[] => Array.from({ length: count }, (_, index) => row(index + 1))

/** Batches that are large enough for the fastest way of writing, and what may not suit it. */
export const applyManyCases: readonly ConformanceCase[] = [
  {
    id: 'apply/rejects-among-many',
    clause: 'APL-2',
    needs: ['apply'],
    run: async (context) => {
      const there = row(5, '在')
      const { dataset, apply } = await prepared(context, [there])
      const many = rows(260)
      const batch = [
        ...many.slice(0, 250),
        row(40),
        [300, null, 0, null],
        [301, '长'.repeat(41), 0, null],
        ...many.slice(250),
      ]
      const refused = [
        [4, 'CONSTRAINT_VIOLATED'],
        [250, 'CONSTRAINT_VIOLATED'],
        [251, 'VALUE_MISSING'],
        [252, 'VALUE_TOO_LONG'],
      ]
      const told = ({ rejects }: ApplyResult): unknown => rejects.map((reject) => [reject.row, reject.code])
      const aborted = await apply({ rows: batch.map((each) => [...each]) })
      expectEqual(
        [aborted.applied, told(aborted)],
        [0, refused],
        'rows applied of a batch that was refused, and rejects',
      )
      expectSameRows(await context.target.read(dataset), [there], 'rows after a batch that was refused')
      const skipped = await apply({ rows: batch.map((each) => [...each]), onReject: 'skip' })
      expectEqual([skipped.applied, told(skipped)], [259, refused], 'rows applied, and rejects')
      const written = many.filter(([id]) => id !== 5)
      expectSameRows(await context.target.read(dataset), [there, ...written], 'rows afterwards')
    },
  },
  {
    id: 'apply/same-key-twice',
    clause: 'APL-1',
    needs: ['apply', 'apply.upsert'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [row(1, '旧'), row(900)])
      const many = rows(150)
      const batch = [...many, row(7, '次'), row(1, '再'), row(7, '末'), row(200)]
      const result = await apply({ mode: 'upsert', rows: batch.map((each) => [...each]) })
      expectEqual(result, { applied: 154, repeated: false, rejects: [] }, 'the result')
      const others = many.filter(([id]) => id !== 1 && id !== 7)
      const left = [row(1, '再'), row(7, '末'), ...others, row(200), row(900)]
      expectSameRows(await context.target.read(dataset), left, 'rows afterwards, the last of each key')
    },
  },
  {
    id: 'apply/once-at-the-same-moment',
    clause: 'APL-1',
    needs: ['apply'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [])
      const keyless = await context.create({ ...dataset, name: context.freshName(), key: [] })
      for (let round = 0; round < 2; round++) {
        const request = { dataset: keyless.name, key: [], rows: rows(20), batch: `${keyless.name}-${round}` }
        const write = (): Promise<ApplyResult> => whenFree(() => apply({ ...request, rows: rows(20) }))
        const results = await Promise.all([write(), write()])
        expectEqual(
          results.map(({ applied, repeated }) => `${applied} ${String(repeated)}`).sort(),
          ['0 true', '20 false'],
          'the results of one batch from two sessions at once',
        )
        const all = Array.from({ length: round + 1 }, () => rows(20)).flat()
        expectSameRows(await context.target.read(keyless), all, 'rows after one batch from two sessions at once')
      }
    },
  },
  {
    id: 'apply/ids-apart',
    clause: 'APL-1',
    needs: ['apply'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [])
      const ids = likeIds(dataset.name, 200)
      const batches = ids.map((batch, index) => ({ batch, rows: [row(index + 1)] }))
      for (const { batch, rows: some } of batches) {
        const result = await apply({ batch, rows: [...some] })
        expectEqual(result, { applied: 1, repeated: false, rejects: [] }, `the result of the batch ${batch}`)
      }
      for (const { batch, rows: some } of batches) {
        const again = await apply({ batch, rows: [...some] })
        expectEqual(again, { applied: 0, repeated: true, rejects: [] }, `the result of the batch ${batch} again`)
      }
      expectSameRows(await context.target.read(dataset), rows(ids.length), 'rows afterwards')
    },
  },
]
