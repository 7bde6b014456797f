import type { Grade, LocalizedText } from '@berth/core'
import { formatLogicalType } from '@berth/core'
import type { DockingManifest, Item, Operation, Resource, SharingType, System, UpdateCycle } from './model.ts'

/** A data item as the catalogue shows it: without the column it comes from. */
export interface PublishedItem {
  readonly id: string
  readonly title: LocalizedText
  readonly semantics?: LocalizedText
  /** In the notation of manifests, `decimal(18,4)`. */
  readonly type: string
  readonly element?: string
  readonly grade?: Grade
  readonly categories: readonly string[]
  readonly maintainer: string
  readonly authoritative: boolean
  readonly required: boolean
}

/** A resource as the catalogue shows it: nothing of connections, tables or columns. */
export interface PublishedResource {
  readonly id: string
  readonly title: LocalizedText
  readonly summary?: LocalizedText
  readonly sharing: {
    readonly type: SharingType
    readonly condition?: string
    readonly basis?: string
    readonly purposes: readonly string[]
  }
  readonly update: { readonly cycle: UpdateCycle }
  readonly subject?: { readonly kind: 'person' | 'organisation'; readonly by: readonly string[] }
  readonly items: readonly PublishedItem[]
  readonly modes: {
    readonly parameter?: { readonly by: readonly (readonly string[])[]; readonly limit: number }
    readonly file?: true
    readonly table?: true
  }
}

export interface PublishedOperation {
  readonly id: string
  readonly title: LocalizedText
  readonly summary?: LocalizedText
  readonly purposes: readonly string[]
  readonly input: readonly PublishedItem[]
}

/** What a docking publishes to the platform's catalogue. Drafts are left out. */
export interface Publication {
  readonly berth: 1
  /** Of the docking, as its manifest declares it. */
  readonly version?: string
  readonly system: System
  readonly agentUrl?: string
  readonly manifest: string
  readonly resources: readonly PublishedResource[]
  readonly operations: readonly PublishedOperation[]
}

/** Makes the publication of a manifest. */
export function publicationOf(manifest: DockingManifest): Publication {
  return {
    berth: 1,
    ...(manifest.version === undefined ? {} : { version: manifest.version }),
    system: manifest.system,
    ...(manifest.platform?.agentUrl === undefined ? {} : { agentUrl: manifest.platform.agentUrl }),
    manifest: manifest.digest,
    resources: Object.values(manifest.resources)
      .filter((resource) => !resource.draft)
      .map(publishedResource),
    operations: Object.values(manifest.operations).map(publishedOperation),
  }
}

function publishedResource(resource: Resource): PublishedResource {
  const { parameter, file, table } = resource.provide
  return {
    id: resource.id,
    title: resource.title,
    ...(resource.summary === undefined ? {} : { summary: resource.summary }),
    sharing: resource.sharing,
    update: resource.update,
    ...(resource.subject === undefined ? {} : { subject: resource.subject }),
    items: resource.items.map(publishedItem),
    modes: {
      ...(parameter === undefined ? {} : { parameter: { by: parameter.by, limit: parameter.limit } }),
      ...(file === undefined ? {} : { file: true }),
      ...(table === undefined ? {} : { table: true }),
    },
  }
}

function publishedOperation(operation: Operation): PublishedOperation {
  return {
    id: operation.id,
    title: operation.title,
    ...(operation.summary === undefined ? {} : { summary: operation.summary }),
    purposes: operation.purposes,
    input: operation.input.map(publishedItem),
  }
}

function publishedItem(item: Item): PublishedItem {
  return {
    id: item.id,
    title: item.title,
    ...(item.semantics === undefined ? {} : { semantics: item.semantics }),
    type: formatLogicalType(item.type),
    ...(item.element === undefined ? {} : { element: item.element }),
    ...(item.grade === undefined ? {} : { grade: item.grade }),
    categories: item.categories,
    maintainer: item.maintainer,
    authoritative: item.authoritative,
    required: item.required,
  }
}
