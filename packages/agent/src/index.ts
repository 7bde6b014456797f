export {
  type BackgroundState,
  backgroundState,
  type QueueFinding,
  type ReplicaFinding,
  readBackground,
} from './background/background-state.ts'
export type { ExchangeCounts } from './deliver/delivery.ts'
export { checkFileLayout } from './deliver/file-layout.ts'
export type { RejectedRecord } from './deliver/rejects-file.ts'
export type { ExchangeProgress, ExchangeResult, ExchangeSettings } from './exchange/exchange.ts'
export { runExchange } from './exchange/run-exchange.ts'
export { type FileReceiptState, fileReceiptStates } from './file-receipts/receipt-state.ts'
export { judgeItems, maskedAmong, type PermittedItems, permitItems } from './guard/permit-items.ts'
export { SystemHours } from './hours/system-hours.ts'
export { type RunningAgent, type StartAgentOptions, startAgent } from './http/start-agent.ts'
export { openApiDocument } from './openapi/openapi-document.ts'
export type { CellFaultCode } from './plan/cell-fault.ts'
export { compilePlan, type PlanSettings } from './plan/compile-plan.ts'
export { withMaskKey } from './plan/keyed-masks.ts'
export type { Plan, PlanResult, PlanWarning, RejectedRow } from './plan/plan.ts'
export { planColumns } from './plan/plan-columns.ts'
export type { PlanFormat } from './plan/quoting.ts'
export type {
  Answer,
  CatalogueEntry,
  Delivered,
  Enrolment,
  HandedInReport,
  Published,
  ReceiptReference,
  Submitted,
} from './platform-client/answers.ts'
export { type KnownGrant, knownGrants } from './platform-client/known-grant.ts'
export {
  type Delivery,
  type PlatformCallOptions,
  PlatformClient,
  type PlatformClientOptions,
} from './platform-client/platform-client.ts'
export { type KeepHeadsOptions, keepHeads, signedHead } from './receipt-heads/keep-heads.ts'
export { type RefreshSettings, refreshReplica } from './replica/refresh-replica.ts'
export type { ReplicaPlace } from './replica/replica-place.ts'
export { runSchedule, type ScheduledTask, type ScheduleOptions } from './schedule/schedule.ts'
export { type AskResourceOptions, askResource, type LocalAnswer } from './service/ask-resource.ts'
export type { RevocationSource } from './service/revocations.ts'
export type { OpenConnection, OpenConnectionOptions } from './sessions/open-connection.ts'
export type { Snapshot } from './snapshot/open-snapshot.ts'
export { serviceAddress } from './soap/service-address.ts'
export type { SoapLogin } from './soap/soap-logins.ts'
export { wsdlDocument } from './soap/wsdl-document.ts'
export type { ReceiptKeeping } from './state/receipt-keeping.ts'
export { openSqliteState } from './state/sqlite-state.ts'
export type {
  AcceptedOperation,
  Checkpoint,
  OutboxBatch,
  SentFile,
  StateChanges,
  StatePort,
  Stream,
} from './state/state-port.ts'
