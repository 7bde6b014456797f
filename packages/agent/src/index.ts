export { type PermittedItems, permitItems } from './guard/permit-items.ts'
export type { CellFaultCode } from './plan/cell-fault.ts'
export { compilePlan, type PlanSettings } from './plan/compile-plan.ts'
export type { Plan, PlanResult, PlanWarning, RejectedRow } from './plan/plan.ts'
export { planColumns } from './plan/plan-columns.ts'
export type { PlanFormat } from './plan/quoting.ts'
export type {
  Answer,
  CatalogueEntry,
  Delivered,
  Enrolment,
  Published,
  ReceiptReference,
  Submitted,
} from './platform-client/answers.ts'
export {
  type Delivery,
  type PlatformCallOptions,
  PlatformClient,
  type PlatformClientOptions,
} from './platform-client/platform-client.ts'
export { openSqliteState } from './state/sqlite-state.ts'
export type {
  AcceptedOperation,
  Checkpoint,
  OutboxBatch,
  StateChanges,
  StatePort,
  Stream,
} from './state/state-port.ts'
