import { type DataFileRule, dataFileRules } from './catalogue/data-file.ts'
import { type FileRule, fileRules } from './catalogue/file.ts'
import { type ItemRule, itemRules } from './catalogue/item.ts'
import { type NotationRule, notationRules } from './catalogue/notation.ts'
import { type OptionRule, optionRules } from './catalogue/option.ts'
import { type ReferenceRule, referenceRules } from './catalogue/reference.ts'
import { type SecurityRule, securityRules } from './catalogue/security.ts'
import { type StructureRule, structureRules } from './catalogue/structure.ts'
import type { RuleDefinition } from './definition.ts'

/** The id of a rule. */
export type RuleId =
  | DataFileRule
  | FileRule
  | ItemRule
  | NotationRule
  | OptionRule
  | ReferenceRule
  | SecurityRule
  | StructureRule

/** Every rule that manifests are held to (MAN-1). `docs/manifest.md` is made from it. */
export const ruleCatalogue: Readonly<Record<RuleId, RuleDefinition>> = {
  ...fileRules,
  ...dataFileRules,
  ...structureRules,
  ...notationRules,
  ...referenceRules,
  ...optionRules,
  ...itemRules,
  ...securityRules,
}
