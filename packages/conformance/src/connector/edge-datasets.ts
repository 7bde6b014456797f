import { formatLogicalType, type Row, type Value } from '@berth/core'
import { edgeValues } from '../corpus/edge-values.ts'
import type { CaseContext } from './case.ts'
import type { TargetDataset } from './target.ts'

/** A dataset for each type that the target has, with those of its edge values that the target holds. */
export function edgeDatasets({ target, note }: CaseContext): Omit<TargetDataset, 'name'>[] {
  return edgeValues.flatMap(({ type, values }) => {
    const held: Value[] = values.filter((value) => target.holds(type, value))
    const left = values.length - held.length
    if (left > 0)
      note({
        zh: `${formatLogicalType(type)} 的 ${values.length} 个值中的 ${left} 个：目标存不下`,
        en: `${left} of ${values.length} values of ${formatLogicalType(type)}, which the target cannot hold`,
      })
    if (held.length === 0) return []
    const columns = [
      { name: 'ID', type: { name: 'integer' as const }, nullable: false },
      { name: '值', type, nullable: true },
    ]
    return [{ columns, key: ['ID'], rows: [...held, null].map((value, index): Row => [index, value]) }]
  })
}
