import { type ApplyRequest, formatLogicalType, type Row, type Value } from '@berth/core'
import { controlTexts } from '../../corpus/control-texts.ts'
import { hostileTexts } from '../../corpus/hostile-texts.ts'
import { expectEqual, expectRows, expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase, Need } from '../case.ts'
import { edgeDatasets } from '../edge-datasets.ts'
import { prepared } from '../prepared.ts'
import type { TargetDataset } from '../target.ts'

const needs: readonly Need[] = ['apply', 'apply.upsert', 'apply.deletes', 'apply.undo']
const text = { name: 'text' as const, maxLength: 200 }

/** Applies, checks that it changed something, runs the script, and looks whether everything is as it was. */
async function backAgain(
  context: CaseContext,
  definition: Omit<TargetDataset, 'name'>,
  change: Partial<ApplyRequest>,
  what: string,
): Promise<void> {
  const { target, note } = context
  if (target.runScript === undefined)
    return note({ zh: '撤销脚本：目标不运行脚本', en: 'scripts that undo: the target runs none' })
  const { dataset, apply } = await prepared(context, definition.rows, definition)
  const before = await target.read(dataset)
  const { undo, rejects } = await apply({ mode: 'upsert', ...change, undo: true })
  expectEqual(rejects, [], `${what}: the rows refused`)
  const between = await target.read(dataset)
  expectThat(JSON.stringify(between) !== JSON.stringify(before), `${what}: the batch changed nothing`)
  await target.runScript(undo ?? '')
  expectSameRows(await target.read(dataset), before, `${what}: rows after the script`)
}

function texts({ target, note }: CaseContext): string[] {
  const all = [...hostileTexts, ...controlTexts]
  const held = all.filter((each) => target.holds(text, each))
  if (held.length < all.length)
    note({
      zh: `${all.length} 个文本中的 ${all.length - held.length} 个：目标存不下`,
      en: `${all.length - held.length} of ${all.length} texts, which the target cannot hold`,
    })
  return held
}

/** Scripts that put back what a batch has replaced. */
export const applyUndoCases: readonly ConformanceCase[] = [
  {
    id: 'apply/undo-values',
    clause: 'APL-1',
    needs,
    run: async (context) => {
      for (const definition of edgeDatasets(context)) {
        const type = formatLogicalType(definition.columns[1]?.type ?? text)
        const { rows } = definition
        const cell = (index: number): Value => rows[index % rows.length]?.[1] ?? null
        const changed = rows.slice(2).map(([id], index): Row => [id ?? null, cell(index)])
        const added: Row[] = [
          [900, cell(0)],
          [901, null],
        ]
        await backAgain(context, definition, { rows: [...changed, ...added], deletes: [[0], [1], [902]] }, type)
      }
    },
  },
  {
    id: 'apply/undo-texts',
    clause: 'APL-1',
    needs,
    run: async (context) => {
      const columns = [
        { name: 'ID', type: { name: 'integer' as const }, nullable: false },
        { name: '值', type: text, nullable: true },
      ]
      const rows = texts(context).map((each, index): Row => [index + 1, each])
      const half = Math.ceil(rows.length / 2)
      const changed = rows.slice(0, half).map(([id]): Row => [id ?? null, '改'])
      const deletes = rows.slice(half).map((row) => row.slice(0, 1))
      await backAgain(context, { columns, key: ['ID'], rows }, { rows: changed, deletes }, 'texts')
    },
  },
  {
    id: 'apply/undo-hostile-keys',
    clause: 'APL-1',
    needs,
    run: async (context) => {
      const columns = [
        { name: '编号', type: text, nullable: false },
        { name: 'order', type: { name: 'integer' as const }, nullable: true },
      ]
      const rows = hostileTexts.map((each, index): Row => [each, index])
      const added = controlTexts.slice(0, 5).map((each): Row => [each, 7])
      const changed = rows.slice(0, 12).map(([key]): Row => [key ?? null, null])
      const deletes = rows.slice(12).map((row) => row.slice(0, 1))
      const definition = { columns, key: ['编号'], rows }
      await backAgain(context, definition, { rows: [...changed, ...added], deletes }, 'keys')
    },
  },
  {
    id: 'apply/undo-beside-rejects',
    clause: 'APL-2',
    needs,
    run: async (context) => {
      const { target, note } = context
      const { runScript } = target
      if (runScript === undefined)
        return note({ zh: '撤销脚本：目标不运行脚本', en: 'scripts that undo: the target runs none' })
      const before: Row[] = [
        [1, '甲', 0, null],
        [2, '乙', 0, 'x'],
        [3, '丙', 0, null],
      ]
      const { dataset, apply } = await prepared(context, before)
      const rows: Row[] = [
        [1, '改', 1, 'y'],
        ['x', '改', 1, null],
        [2, null, 1, null],
        [null, '改', 1, null],
        [9, '长'.repeat(41), 1, null],
        [10, '增', 1, null],
      ]
      const deletes = [[3], ['y'], [77]]
      const {
        undo = '',
        rejects,
        applied,
      } = await apply({ mode: 'upsert', rows, deletes, onReject: 'skip', undo: true })
      expectEqual([applied, rejects.map(({ row }) => row)], [2, [1, 2, 3, 4, 7]], 'rows applied, and those refused')
      const after: Row[] = [[1, '改', 1, 'y'], before[1] ?? [], [10, '增', 1, null]]
      expectSameRows(await target.read(dataset), after, 'rows before the script')
      await runScript.call(target, undo)
      expectSameRows(await target.read(dataset), before, 'rows after the script')
    },
  },
  {
    id: 'apply/undo-not-needed',
    clause: 'APL-1',
    needs,
    run: async (context) => {
      const one: Row = [1, '甲', 0, null]
      const { dataset, apply } = await prepared(context, [one])
      const refused = await apply({ mode: 'upsert', rows: [one, [2, null, 0, null]], undo: true })
      expectThat(refused.undo === undefined, 'a batch that was refused comes with a script that undoes it')
      await apply({ mode: 'upsert', rows: [[1, '改', 0, null]] })
      const repeated = await apply({ mode: 'upsert', rows: [[1, '改', 0, null]], undo: true })
      expectEqual([repeated.repeated, repeated.undo], [true, undefined], 'a batch that was there, and its script')
      const other = await apply({ mode: 'upsert', rows: [one], batch: `${dataset.name}-other` })
      expectThat(other.undo === undefined, 'a script that was not asked for')
      expectRows(await context.target.read(dataset), [one], 'rows afterwards')
    },
  },
]
