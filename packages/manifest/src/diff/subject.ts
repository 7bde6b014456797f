import { formatLogicalType, type LogicalType } from '@berth/core'
import type { DockingManifest, Item, Operation, Resource } from '../model.ts'
import type { Publication, PublishedItem, PublishedOperation, PublishedResource } from '../publication.ts'
import { mapInOrder, type Plain, type PlainMap, plainMap, plainOf } from './plain.ts'

/**
 * A manifest in the form that is compared: plain data, entries under the keys that a `berth.yaml` has for them, things
 * with ids as maps, lists whose order says nothing in order. Where a file lies and how it is written is not in it.
 */
export function subjectOfManifest({ resources, operations, ...rest }: DockingManifest): PlainMap {
  const { digest: _digest, folder: _folder, version: _version, connections, ...docking } = rest
  return assembled({
    ...plainEntries(docking),
    connections: plainMap(connections, ({ id: _id, ...connection }) => plainOf(connection)),
    resources: plainMap(resources, ({ provide: { parameter, file, table }, draft, ...resource }) =>
      resourceOf({ ...resource, ...(draft ? { draft } : {}), provide: { parameter, file, table } }),
    ),
    operations: plainMap(operations, operationOf),
  })
}

/** What was published has the same form, with less in it. Where the agent is, no catalogue shows: it is not compared. */
export function subjectOfPublication({ resources, operations, ...rest }: Publication): PlainMap {
  const { manifest: _manifest, version: _version, agentUrl: _agentUrl, ...docking } = rest
  return assembled({
    ...plainEntries(docking),
    resources: plainMap(Object.fromEntries(resources.map((resource) => [resource.id, resource])), published),
    operations: plainMap(Object.fromEntries(operations.map((operation) => [operation.id, operation])), operationOf),
  })
}

function published({ modes: { parameter, file, table }, ...resource }: PublishedResource): Plain {
  return resourceOf({ ...resource, provide: { parameter, file: file && {}, table: table && {} } })
}

/** The ways of a resource as both forms have them. */
interface Provided {
  readonly parameter?: { readonly by: readonly (readonly string[])[] } | undefined
  readonly file?: object | undefined
  readonly table?: object | undefined
}

function resourceOf(
  resource: Omit<Resource | PublishedResource, 'provide' | 'modes' | 'draft'> & { readonly provide: Provided },
): Plain {
  const { id: _id, items, sharing, subject, provide, ...rest } = resource
  const { parameter, file, table } = provide
  return assembled({
    ...plainEntries(rest),
    sharing: plainOf({ ...sharing, purposes: inOrder(sharing.purposes) }),
    ...(subject === undefined ? {} : { subject: plainOf({ ...subject, by: inOrder(subject.by) }) }),
    items: itemsOf(items),
    provide: plainOf({
      parameter: parameter && { ...parameter, by: inOrder(parameter.by.map(inOrder)) },
      file,
      table,
    }),
  })
}

function operationOf({ id: _id, input, purposes, ...rest }: Operation | PublishedOperation): Plain {
  return assembled({ ...plainEntries(rest), purposes: inOrder(purposes), input: itemsOf(input) })
}

/** Their order is that of the output. */
function itemsOf(items: readonly (Item | PublishedItem)[]): PlainMap {
  return mapInOrder(
    items.map((item) => [item.id, item]),
    ({ id: _id, type, categories, ...item }: Item | PublishedItem) =>
      plainOf({ ...item, categories: inOrder(categories), type: notation(type) }),
  )
}

function notation(type: LogicalType | string): string {
  return typeof type === 'string' ? type : formatLogicalType(type)
}

function inOrder<Entry extends string | readonly string[]>(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((left, right) => (String(left) < String(right) ? -1 : 1))
}

/** Plain entries without those that are not there; durations under the keys they are written by. */
function plainEntries(value: object): PlainMap {
  return plainOf(value) as PlainMap
}

function assembled(entries: Readonly<Record<string, Plain>>): PlainMap {
  return plainMap(entries, (entry) => entry)
}
