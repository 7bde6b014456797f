export { type Deprecation, leastNoticeDays } from './deprecations/deprecation.ts'
export { deprecations } from './deprecations/deprecations.ts'
export { declaredClass } from './diff/declared-class.ts'
export { type DiffOptions, type DiffSide, diffManifests } from './diff/diff-manifests.ts'
export type { ChangeKind } from './diff/difference.ts'
export type { GrantFacts } from './diff/grant-facts.ts'
export type { ConcernedConsumer, ManifestChange, ManifestDiff } from './diff/manifest-change.ts'
export { type ChangeRuleId, changeRules } from './diff/rules/change-rules.ts'
export { type ChangeClass, type ChangeRule, changeClasses } from './diff/rules/definition.ts'
export { diffCatalogues, type IdCatalogue } from './diff/schema/diff-catalogues.ts'
export { diffSchemas } from './diff/schema/diff-schemas.ts'
export type { SchemaChange } from './diff/schema/schema-change.ts'
export { type SchemaRuleId, schemaRules } from './diff/schema/schema-rules.ts'
export { draftOperation, type OperationDraftRequest } from './draft/draft-operation.ts'
export { type Draft, type DraftRequest, type DraftSummary, draftResources } from './draft/draft-resources.ts'
export type { DataFileFormat } from './file-formats.ts'
export type { Finding } from './findings.ts'
export { type FormatOptions, formatFindings } from './format/format-findings.ts'
export { type SarifOptions, sarifLog } from './format/sarif.ts'
export { type LoadResult, loadManifest, parseManifest, parseManifestBytes, requireManifest } from './load-manifest.ts'
export {
  type ManifestMigration,
  type MigratedPlace,
  type MigrationOptions,
  migrateManifest,
} from './migrate/migrate-manifest.ts'
export { type MigratedPaths, type Migration, type MigrationStep, migratedPaths } from './migrate/migration.ts'
export { currentContract, migrations } from './migrate/migrations.ts'
export type {
  Aggregate,
  AwaitedReceipts,
  ChangesSource,
  Connection,
  DockingManifest,
  FileLayout,
  FileLayoutColumn,
  Item,
  Mask,
  MaskForm,
  Operation,
  PlatformLink,
  ProvideByFile,
  ProvideByParameter,
  ProvideByTable,
  ProvideModes,
  QueueSettings,
  ReplicaSettings,
  Resource,
  ResourceSource,
  SharingType,
  SoapConsumer,
  SoapService,
  System,
  TextFormat,
  UpdateCycle,
} from './model.ts'
export { parseDuration } from './notation/duration.ts'
export { type Hours, parseHours } from './notation/hours.ts'
export { identifierFrom, identifierPattern } from './notation/identifier.ts'
export { nearest } from './notation/nearest.ts'
export { parseTemporalPattern, type TemporalField, type TemporalPart } from './notation/temporal-pattern.ts'
export { connectorCapabilityFindings } from './options/connector-capability-findings.ts'
export { connectorDefinitionFindings } from './options/connector-definition-findings.ts'
export { connectorOptionFindings } from './options/connector-option-findings.ts'
export { fileLayoutFindings } from './options/file-layout-findings.ts'
export {
  type Publication,
  type PublishedItem,
  type PublishedOperation,
  type PublishedResource,
  publicationOf,
} from './publication.ts'
export { type ReferenceSources, resolveOptions } from './references/resolve-options.ts'
export { type RuleId, ruleCatalogue } from './rules/catalogue.ts'
export type { RuleDefinition } from './rules/definition.ts'
export type { JsonSchema } from './schema/json-schema.ts'
export { manifestJsonSchema } from './schema/manifest-schema.ts'
export { marksStateSecret } from './schema/state-secret.ts'
export type {
  CallerCertificate,
  PlatformTls,
  RevocationSettings,
  ServeClients,
  ServeSettings,
  ServeTls,
  SignerSettings,
  TrustSettings,
} from './security-settings.ts'
export type { EntryPart, ManifestSource, Position } from './source/manifest-source.ts'
export type { Path } from './source/path.ts'
export { tellsDeletes } from './tells-deletes.ts'
