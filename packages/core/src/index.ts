export type { ChangeBatch, ChangeKind, Cursor, Field, Row, RowBatch, UnreadableRow } from './contract/batch.ts'
export type { Capabilities } from './contract/capabilities.ts'
export type { ConnectContext, Connector, ConnectorManifest, Exemption, Session } from './contract/connector.ts'
export type { Column, Dataset, DatasetKind, DefinitionDoubt, DescribeRequest, SystemFacts } from './contract/dataset.ts'
export type {
  AnyDefinition,
  BooleanDefinition,
  ChoiceDefinition,
  DefinitionSchema,
  IntegerDefinition,
  ListDefinition,
  MapDefinition,
  ObjectDefinition,
  TextDefinition,
} from './contract/definition.ts'
export type { PutFileRequest, PutFileResult } from './contract/file.ts'
export { type Grade, grades, type ItemLabel } from './contract/label.ts'
export type { OptionSchema, OptionsSchema } from './contract/options.ts'
export type {
  AcknowledgeRequest,
  ChangeColumn,
  ChangeDetection,
  ChangeLog,
  ChangeOutbox,
  ChangesRequest,
  ColumnSelection,
  LookupAnswer,
  LookupRequest,
  LookupResult,
  PrepareChangesRequest,
  ScanRequest,
} from './contract/read.ts'
export {
  type ExchangeOutcome,
  type Receipt,
  type ReceiptEntry,
  type WithheldReason,
  withheldReasons,
} from './contract/receipt.ts'
export type { Language, LocalizedText, LogicalType, LogicalTypeName, Value } from './contract/value.ts'
export type { ApplyRequest, ApplyResult, InvokeRequest, InvokeResult, Parameter, Reject } from './contract/write.ts'
export { BerthError, type BerthErrorInit, type ErrorDetails } from './errors/berth-error.ts'
export { type FileProblem, fileProblems } from './errors/catalogue/file-problems.ts'
export { type AnswerProblem, serviceProblems, type WsdlProblem } from './errors/catalogue/service-problems.ts'
export { type BatchProblem, type LoginKeyProblem, transferProblems } from './errors/catalogue/transfer-problems.ts'
export { type ErrorCode, errorCatalogue } from './errors/catalogue.ts'
export type { ErrorAction, ErrorDefinition, FaultOrigin } from './errors/definition.ts'
export { socketCodes } from './errors/socket-codes.ts'
export { Secret } from './secret.ts'
export {
  type CallOptions,
  type ChangesSettings,
  ConnectorSession,
  type ScanSettings,
} from './session/connector-session.ts'
export { contractVersion, defineConnector, isConnector } from './session/define-connector.ts'
export { type DefinitionProblem, definitionProblems, validateDefinitions } from './session/definitions.ts'
export { openSession, type SessionOptions } from './session/open-session.ts'
export { validateOptions } from './session/options.ts'
export { type CanonicalProblem, canonicalProblem, characterCount, isCalendarDate } from './values/canonical.ts'
export { type TextDecoding, textDecoding } from './values/charset.ts'
export { type CursorPlace, decodeCursor, encodeCursor } from './values/cursor.ts'
export { exactJson, isJsonNumber, type JsonNumber, type JsonValue } from './values/exact-json.ts'
export { formatLogicalType, parseLogicalType } from './values/logical-type.ts'
export { valueBefore } from './values/overlap.ts'
export { valueOfText } from './values/value-of-text.ts'
