import type { Row } from '@berth/core'
import { expectEqual, expectSameRows, expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { prepared, whenFree } from '../prepared.ts'

const one: Row = [1, '甲', 0, null]
const two: Row = [2, '乙', 0, 'x']
const nameless: Row = [3, null, 0, null]
const unordered: Row = [4, '丁', 'x', null]

/** Rows written. */
export const applyCases: readonly ConformanceCase[] = [
  {
    id: 'apply/insert',
    clause: 'APL-1',
    needs: ['apply'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [one])
      const many = Array.from({ length: 233 }, (_, index): Row => [index + 10, `名${index}`, index % 3, null])
      const result = await apply({ rows: many.map((row) => [...row]) })
      expectEqual(result, { applied: 233, repeated: false, rejects: [] }, 'the result')
      expectSameRows(await context.target.read(dataset), [one, ...many], 'rows afterwards')
    },
  },
  {
    id: 'apply/once',
    clause: 'APL-1',
    needs: ['apply'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [])
      await apply({ rows: [one, two] })
      await context.target.remove(dataset, [[1]])
      const again = await apply({ rows: [one, two] })
      expectEqual(again, { applied: 0, repeated: true, rejects: [] }, 'the result of the same batch again')
      expectSameRows(await context.target.read(dataset), [two], 'rows after the same batch again')
    },
  },
  {
    id: 'apply/whole-or-not-at-all',
    clause: 'APL-1',
    needs: ['apply'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [one])
      const result = await apply({ rows: [two, nameless, unordered] })
      expectEqual(result.applied, 0, 'rows applied of a batch that was refused')
      expectEqual(
        result.rejects.map(({ row }) => row),
        [1, 2],
        'the rows refused',
      )
      expectSameRows(await context.target.read(dataset), [one], 'rows after a batch that was refused')
      const mended = await apply({ rows: [two] })
      expectEqual(mended, { applied: 1, repeated: false, rejects: [] }, 'the result of the batch mended')
      expectSameRows(await context.target.read(dataset), [one, two], 'rows after the batch mended')
    },
  },
  {
    id: 'apply/aborted-and-repeated',
    clause: 'APL-1',
    needs: ['apply'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [one])
      const rows = Array.from({ length: 500 }, (_, index): Row => [index + 10, `名${index}`, 0, null])
      const abort = new AbortController()
      const first = apply({ rows }, abort.signal).catch((error: unknown) => error)
      setImmediate(() => abort.abort())
      await first
      const there = (await context.target.read(dataset)).length - 1
      expectThat(there === 0 || there === 500, `${there} rows of 500 are there after the abort`)
      await whenFree(() => apply({ rows }))
      expectSameRows(await context.target.read(dataset), [one, ...rows], 'rows after the same batch again')
    },
  },
  {
    id: 'apply/upsert',
    clause: 'APL-1',
    needs: ['apply', 'apply.upsert'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [one, two])
      const changed: Row = [2, '新', 4, null]
      const added: Row = [5, '增', 0, null]
      const result = await apply({ mode: 'upsert', rows: [changed, added] })
      expectEqual(result, { applied: 2, repeated: false, rejects: [] }, 'the result')
      expectSameRows(await context.target.read(dataset), [one, changed, added], 'rows afterwards')
    },
  },
  {
    id: 'apply/rejects-skipped',
    clause: 'APL-2',
    needs: ['apply'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [one])
      const tooLong: Row = [6, '长'.repeat(41), 0, null]
      const rows = [[...one], two, nameless, [...two], unordered, tooLong, [7, '末', 0, null]]
      const { applied, repeated, rejects } = await apply({ rows, onReject: 'skip' })
      expectEqual([applied, repeated], [2, false], 'applied and repeated')
      expectEqual(
        rejects.map(({ row, code }) => [row, code]),
        [
          [0, 'CONSTRAINT_VIOLATED'],
          [2, 'VALUE_MISSING'],
          [3, 'CONSTRAINT_VIOLATED'],
          [4, 'VALUE_INVALID'],
          [5, 'VALUE_TOO_LONG'],
        ],
        'the rows refused, with their causes',
      )
      const columns = rejects.filter(({ code }) => code !== 'CONSTRAINT_VIOLATED').map(({ column }) => column)
      expectEqual(columns, ['姓名', 'order', '姓名'], 'the columns at fault')
      expectSameRows(await context.target.read(dataset), [one, two, [7, '末', 0, null]], 'rows afterwards')
    },
  },
  {
    id: 'apply/texts-as-they-are-or-refused',
    clause: 'APL-2',
    needs: ['apply'],
    run: async (context) => {
      const { dataset, apply } = await prepared(context, [])
      const texts = ['a\0b', '\0', 'a\ud800', '\udc00b', '\u{feff}', '\u{fffe}', '\u{10ffff}', '张\u{e000}', '末']
      const rows = texts.map((text, index): Row => [index, text, 0, null])
      const { rejects, applied } = await apply({ rows: rows.map((row) => [...row]), onReject: 'skip' })
      const refused = rejects.map(({ row }) => row)
      const written = rows.filter((_, index) => !refused.includes(index))
      expectSameRows(await context.target.read(dataset), written, 'texts that were not refused')
      expectEqual([applied, refused.includes(texts.length - 1)], [written.length, false], 'rows applied')
    },
  },
]
