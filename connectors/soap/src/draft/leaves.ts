import type { ElementDeclaration, SchemaSet, SimpleType, TypeReference } from '../wsdl/schema-set.ts'
import { nameText } from '../wsdl/xml-tree.ts'

/** A value in a message. */
export interface Leaf {
  /** Names from where the walk began. */
  readonly path: readonly string[]
  readonly type: SimpleType
  /** Whether it or what it stands in may be left out or nil. */
  readonly optional: boolean
  readonly comment: string | undefined
}

const maxDepth = 5
const maxLeaves = 300
const text: SimpleType = { base: 'string' }

/** The values inside an element, in their order; what repeats is left out, and so is a type inside itself. */
export function leavesOf(schemas: SchemaSet, element: ElementDeclaration): readonly Leaf[] {
  const leaves: Leaf[] = []
  const walk = (
    at: ElementDeclaration,
    path: readonly string[],
    optional: boolean,
    around: readonly string[],
  ): void => {
    if (leaves.length >= maxLeaves) return
    const members = schemas.members(at.type)
    if (members === undefined) {
      leaves.push({ path, type: schemas.simple(at.type) ?? text, optional, comment: at.comment })
      return
    }
    const name = typeName(at.type)
    if (path.length >= maxDepth || (name !== undefined && around.includes(name))) return
    const within = name === undefined ? around : [...around, name]
    for (const member of members)
      if (!member.many) walk(member, [...path, member.name], optional || member.optional || member.nillable, within)
  }
  walk(element, [], false, [])
  return leaves
}

/** Where the records of an answer stand: the first element that repeats, from the outside in; else the innermost alone. */
export function recordsIn(
  schemas: SchemaSet,
  roots: readonly ElementDeclaration[],
): { readonly path: readonly string[]; readonly record: ElementDeclaration; readonly mayMiss: boolean } | undefined {
  interface Place {
    readonly path: readonly string[]
    readonly record: ElementDeclaration
    readonly mayMiss: boolean
  }
  let places: readonly Place[] = roots.map((record) => ({ path: [record.name], record, mayMiss: false }))
  let last = places[0]
  for (let depth = 0; depth < maxDepth && places.length > 0; depth++) {
    const many = places.find(({ record }) => record.many)
    if (many !== undefined) return many
    if (places.length === 1) [last] = places
    places = places.flatMap(({ path, record, mayMiss }) =>
      (schemas.members(record.type) ?? []).map((member) => ({
        // Items of an encoded array have any name.
        path: [...path, member.many && member.name === 'item' && member.namespace === '' ? '*' : member.name],
        record: member,
        mayMiss: mayMiss || ((record.optional || record.nillable) && path.length > 1),
      })),
    )
  }
  return last
}

function typeName(type: TypeReference): string | undefined {
  return 'inside' in type ? undefined : nameText(type)
}
