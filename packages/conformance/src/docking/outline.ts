import type { Grade, LogicalType } from '@berth/core'

/** What the kit reads of a manifest. The manifest of a docking, as its loader gives it, is one. */
export interface DockingOutline {
  readonly system: { readonly id: string; readonly hours?: string }
  readonly connections: Readonly<Record<string, { readonly id: string; readonly use: string }>>
  readonly resources: Readonly<Record<string, ResourceOutline>>
  readonly operations: Readonly<Record<string, OperationOutline>>
}

export interface ResourceOutline {
  readonly id: string
  readonly draft: boolean
  readonly sharing: { readonly type: 'unconditional' | 'conditional' | 'none'; readonly purposes: readonly string[] }
  readonly from: {
    readonly connection: string
    readonly dataset: string
    readonly key: readonly string[]
    readonly changes?: { readonly by: string; readonly column?: string; readonly dataset?: string }
  }
  readonly items: readonly ItemOutline[]
  /** Items that are of a higher grade together. */
  readonly aggregates?: readonly { readonly items: readonly string[]; readonly grade: Grade }[]
  readonly provide: {
    readonly parameter?: {
      readonly by: readonly (readonly string[])[]
      readonly limit: number
      readonly offline: 'reject' | 'replica'
    }
    readonly file?: BulkOutline
    readonly table?: BulkOutline
  }
}

export interface BulkOutline {
  readonly clearance?: Grade
  /** Absent: `personal` alone. */
  readonly categories?: readonly string[]
  readonly purpose?: string
}

export interface ItemOutline {
  readonly id: string
  /** The source column. */
  readonly from: string
  readonly type: LogicalType
  /** Absent: never sent. */
  readonly grade?: Grade
  readonly categories: readonly string[]
  /** The grade that its masked form has. */
  readonly mask?: { readonly grade: Grade }
  readonly required: boolean
  readonly charset?: string
  /** The id of its data element. */
  readonly element?: string
  readonly codes?: { readonly table?: string; readonly map?: Readonly<Record<string, string>> }
}

export interface OperationOutline {
  readonly id: string
  readonly purposes: readonly string[]
  readonly input: readonly ItemOutline[]
  readonly accept: {
    readonly parameter: { readonly connection: string; readonly offline: 'reject' | 'queue' }
  }
}

/** The resources that may be asked by parameter. */
export function askable({ resources }: DockingOutline): (ResourceOutline & AskedByParameter)[] {
  return Object.values(resources).filter(
    (resource): resource is ResourceOutline & AskedByParameter =>
      !resource.draft && resource.sharing.type !== 'none' && resource.provide.parameter !== undefined,
  )
}

export interface AskedByParameter {
  readonly provide: { readonly parameter: NonNullable<ResourceOutline['provide']['parameter']> }
}

/** A resource that is delivered in bulk, and what may go there. */
export interface Deliverable {
  readonly resource: ResourceOutline
  readonly clearance: Grade
  readonly categories?: readonly string[] | undefined
}

/** The resources that are delivered in bulk. */
export function deliverable({ resources }: DockingOutline): readonly Deliverable[] {
  return Object.values(resources).flatMap((resource) => {
    const { clearance, categories } = resource.provide.file ?? resource.provide.table ?? {}
    return resource.draft || clearance === undefined ? [] : [{ resource, clearance, categories }]
  })
}
