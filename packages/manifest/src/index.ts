export type { Finding } from './findings.ts'
export type {
  Connection,
  DockingManifest,
  Item,
  Operation,
  PlatformLink,
  ProvideByFile,
  ProvideByParameter,
  ProvideByTable,
  ProvideModes,
  Resource,
  ResourceSource,
  SharingType,
  System,
  TextFormat,
  UpdateCycle,
} from './model.ts'
export {
  type Publication,
  type PublishedItem,
  type PublishedOperation,
  type PublishedResource,
  publicationOf,
} from './publication.ts'
