export type { CaseContext, ConformanceCase, Need } from './case.ts'
export { connectorCases } from './cases/all.ts'
export { ConformanceFailure } from './expect.ts'
export { type Random, randomFrom } from './random.ts'
export { connectorRequirements } from './requirements/connector.ts'
export type { Requirement } from './requirements/requirement.ts'
export {
  type CaseResult,
  type ConformanceReport,
  type Outcome,
  type RunSettings,
  runCase,
  runConformance,
} from './runner.ts'
export { connectorDefects } from './sabotage/all.ts'
export { type Defect, sabotage } from './sabotage/defect.ts'
export type {
  Target,
  TargetBatches,
  TargetColumn,
  TargetDataset,
  TargetProcedure,
  TargetSender,
} from './target.ts'
