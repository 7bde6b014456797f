import type { MemoryTable } from '@berth/connector-memory'
import type { Column, Row } from '@berth/core'
import { type } from '../plan/test-item.ts'

/** What stands in the one column that nobody graded. */
export const canary = 'CANARY-4711'

const column = (name: string, notation: string): Column => ({
  name,
  nativeType: notation,
  type: type(notation),
  nullable: true,
})

/** Citizen numbers with a right check digit that belong to nobody. */
export const citizenNumbers: readonly string[] = Array.from({ length: 40 }, (_, index) => citizenNumber(index))

/** The register: 120 marriages of 40 husbands, with padded, coded and undated cells. Every table is a fresh one. */
export function marriageTables(): { readonly marriages: MemoryTable; readonly applications: MemoryTable } {
  const rows: Row[] = Array.from({ length: 120 }, (_, index) => [
    index + 1,
    citizenNumbers[index % 40] ?? null,
    ['东区', '西区', '南区'][index % 3] ?? null,
    index % 7 === 0 ? null : `202401${String((index % 28) + 1).padStart(2, '0')}`,
    index % 2 === 0 ? 'Y' : 'N',
    `note ${index}`,
    `${canary}-${index}`,
  ])
  return {
    marriages: {
      name: 'T_HYDJ',
      kind: 'table',
      key: ['ID'],
      columns: [
        column('ID', 'integer'),
        column('NF_SFZH', 'text(18)'),
        column('QX', 'text(20)'),
        column('DJRQ', 'text(8)'),
        column('YXBZ', 'text(1)'),
        column('BZ', 'text(40)'),
        column('MM', 'text(60)'),
      ],
      rows,
    },
    applications: {
      name: 'T_SQ',
      kind: 'table',
      key: [],
      columns: [column('SFZH', 'text(18)'), column('SQRQ', 'text(8)'), column('FS', 'integer')],
      rows: [],
    },
  }
}

function citizenNumber(index: number): string {
  const head = `11010519491231${String(index).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, place) => total + weight * Number(head[place]), 0)
  return `${head}${'10X98765432'[sum % 11]}`
}
