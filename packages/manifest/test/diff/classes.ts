import type { ChangeClass, ChangeRuleId } from '../../src/index.ts'

function ids(area: number, numbers: readonly number[]): readonly ChangeRuleId[] {
  return numbers.map((number) => `DIF-${area * 100 + number}` as ChangeRuleId)
}

/** What is breaking, written down a second time: by those who use a docking, not by those who class its changes. */
const breaking: ReadonlySet<ChangeRuleId> = new Set([
  ...ids(1, [1, 2, 5, 7, 9, 12, 14, 15, 17, 20, 26, 28, 29, 99]),
  ...ids(2, [1, 4, 8, 10, 15, 17, 22, 24]),
  ...ids(3, [1, 3, 4, 5, 7, 8, 9, 11, 12, 14, 16, 20, 21, 22, 23, 25, 26, 29, 31, 32, 38]),
  ...ids(4, [1, 3, 5, 7, 10, 12, 13, 14, 16, 20]),
  ...ids(5, [1, 4, 6]),
])

/** What nobody outside notices. */
const patches: ReadonlySet<ChangeRuleId> = new Set([
  ...ids(1, [3, 11, 22, 25]),
  ...ids(2, [3, 7, 19, 21]),
  ...ids(3, [28, 36]),
  ...ids(4, [11]),
])

/** What lets more out, or lets it out to more. */
export const loosening: ReadonlySet<ChangeRuleId> = new Set([
  ...ids(1, [13, 16, 18, 21, 27]),
  ...ids(2, [5, 9, 13, 23, 24]),
  ...ids(3, [15, 17, 18, 19, 38]),
  ...ids(4, [2, 17, 18, 21]),
])

export function expectedClass(rule: ChangeRuleId): ChangeClass {
  return breaking.has(rule) ? 'breaking' : patches.has(rule) ? 'patch' : 'compatible'
}
