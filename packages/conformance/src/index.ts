export type { CaseContext, ConformanceCase, Need } from './connector/case.ts'
export { connectorCases } from './connector/cases/all.ts'
export { type ConnectorKitSettings, connectorKit, runConformance, systemOf } from './connector/connector-kit.ts'
export { connectorDefects } from './connector/sabotage/all.ts'
export { type Defect, sabotage } from './connector/sabotage/defect.ts'
export type {
  Target,
  TargetBatches,
  TargetColumn,
  TargetDataset,
  TargetLine,
  TargetProcedure,
  TargetProgram,
  TargetSender,
} from './connector/target.ts'
export type { DockingCase, DockingContext, DockingNeed } from './docking/case.ts'
export { dockingCases } from './docking/cases/all.ts'
export { dockingKit, runDockingConformance } from './docking/docking-kit.ts'
export type { BulkOutline, DockingOutline, ItemOutline, OperationOutline, ResourceOutline } from './docking/outline.ts'
export { dockingDefects } from './docking/sabotage/all.ts'
export type { DockingDefect } from './docking/sabotage/defect.ts'
export type {
  CarriedRow,
  ChangeClass,
  ClassifiedChange,
  DockingAnswer,
  DockingRequest,
  DockingSubject,
  Exit,
  ManifestFinding,
  Planted,
  RunningDocking,
  StartSettings,
  SystemCounters,
} from './docking/subject.ts'
export { type SystemCall, type WatchSettings, watchedConnector } from './docking/system-calls.ts'
export type { DoomedWork } from './faults/doomed-work.ts'
export { type ContractEvent, type ContractMoment, type Interposer, interpose } from './faults/interposer.ts'
export { type LineEvent, type LineFault, type OrderedFault, type Relay, startRelay } from './faults/relay.ts'
export { type DoomedProcess, startDoomed } from './faults/run-doomed.ts'
export type { Administrator, GrantWish } from './platform/administrator.ts'
export type { Docked, PlatformCase, PlatformCaseContext, Question } from './platform/case.ts'
export { platformCases } from './platform/cases/all.ts'
export type { PlatformInterposer } from './platform/interposer.ts'
export type { AgentReply, ArrivedRequest, KitAgent, KitAgentSettings } from './platform/kit-agent.ts'
export type { KitParty, Sending } from './platform/party.ts'
export { type PlatformKitSettings, platformKit, runPlatformConformance } from './platform/platform-kit.ts'
export type { KitPublication } from './platform/publication.ts'
export { platformDefects } from './platform/sabotage/all.ts'
export { type PlatformDefect, sabotagePlatform } from './platform/sabotage/defect.ts'
export type { PlatformAnswer, PlatformRequest, PlatformWire } from './platform/wire.ts'
export { type BadgeSettings, badge, type Standing, standingOf } from './report/badge.ts'
export {
  type ConformanceReport,
  type MutationScore,
  type ReportedCase,
  type ReportedClause,
  type ReportedFinding,
  type ReportSignature,
  reportFormat,
  reportText,
} from './report/conformance-report.ts'
export {
  digestFile,
  digestFolder,
  digestPackage,
  digestPackages,
  type InstalledPackage,
  installedPackage,
} from './report/digests.ts'
export { htmlReport } from './report/html/html-report.ts'
export { junitReport } from './report/junit.ts'
export type { LevelRecord, RecordSettings } from './report/level-record.ts'
export { conformanceReport, type ReportSettings } from './report/make-report.ts'
export { replayCommand } from './report/replay-command.ts'
export { claimsHold } from './report/report-claims.ts'
export {
  type FactState,
  type ReportFact,
  type ReportFactName,
  type ReportFactSettings,
  reportFacts,
  unheld,
} from './report/report-facts.ts'
export { reportSchema } from './report/report-schema.ts'
export { type SignatureVerdict, signReport, verifyReport } from './report/signature.ts'
export { type WriteRunSettings, writeRun } from './report/write-run.ts'
export { type Level, levels, type Requirement, type Role } from './requirements/requirement.ts'
export { contractVersion, requirementOf, requirements } from './requirements/requirements.ts'
export { ConformanceFailure } from './run/expect.ts'
export { likelyOwner } from './run/likely-owner.ts'
export type { Note } from './run/note.ts'
export { type Owner, type OwnerWords, ownerWords } from './run/owner.ts'
export { type Random, randomFrom } from './run/random.ts'
export type { Reporter } from './run/reporter.ts'
export { type CaseResult, countOutcomes, notesOf, type Outcome, type RunResult, triedInPart } from './run/result.ts'
export type { Opened, RoleCase, RoleKit, Subject } from './run/role-case.ts'
export { isNamed, type RunSettings, runCase, runCases } from './run/run-cases.ts'
