import type { Row } from '@berth/core'
import type { Random } from '../../run/random.ts'
import type { TargetDataset } from '../target.ts'

/** A register of persons who do not exist: names with a Chinese column and a reserved word among them. */
export function people(count: number, random: Random): Omit<TargetDataset, 'name'> {
  const surnames = ['张', '王', '李', '赵', "O'", '欧阳']
  const rows = Array.from({ length: count }, (_, index): Row => {
    const name = `${surnames[random.below(surnames.length)] ?? ''}${random.below(1000)}`
    return [index + 1, name, random.below(5), random.below(4) === 0 ? null : `备注${index}`]
  })
  return {
    columns: [
      { name: 'ID', type: { name: 'integer' }, nullable: false },
      { name: '姓名', type: { name: 'text', maxLength: 40 }, nullable: false },
      { name: 'order', type: { name: 'integer' }, nullable: false },
      { name: 'Remark', type: { name: 'text', maxLength: 60 }, nullable: true },
    ],
    key: ['ID'],
    rows: random.shuffle(rows),
  }
}

/** Rows whose change number is the same for many of them: `[key, version]`. */
export function versioned(versions: readonly (number | null)[]): Omit<TargetDataset, 'name'> {
  return {
    columns: [
      { name: 'ID', type: { name: 'integer' }, nullable: false },
      { name: 'VERSION', type: { name: 'integer' }, nullable: true },
    ],
    key: ['ID'],
    rows: versions.map((version, index) => [index + 1, version]),
  }
}
