import type { ChangeRule } from './definition.ts'
import { dockingRules } from './docking-rules.ts'
import { exitRules } from './exit-rules.ts'
import { itemRules } from './item-rules.ts'
import { resourceRules } from './resource-rules.ts'

/** The id of a rule about changes. */
export type ChangeRuleId =
  | keyof typeof dockingRules
  | keyof typeof exitRules
  | keyof typeof itemRules
  | keyof typeof resourceRules

/** Every rule by which changes of a manifest are classed (VER-2). `docs/versions.md` is made from it. */
export const changeRules: Readonly<Record<ChangeRuleId, ChangeRule>> = {
  ...dockingRules,
  ...resourceRules,
  ...itemRules,
  ...exitRules,
}
