import { formatLogicalType } from '@berth/core'
import type { WrittenSoapDataset } from '../dataset/written-dataset.ts'
import { logicalType } from '../values.ts'
import type { ElementDeclaration, SchemaSet } from '../wsdl/schema-set.ts'
import type { ServiceDescription, ServiceOperation } from '../wsdl/service-description.ts'
import { type Leaf, leavesOf, recordsIn } from './leaves.ts'

/** Operations whose names say that they only read. Others are drafted as what is never called to look at it. */
const reading =
  /^(?:get|find|query|list|search|select|fetch|read|count|load|lookup|retrieve|check|is|has|qry|cx|查|获取|读)/i
const pageNumber = /^(?:page|pageno|pagenum|pagenumber|pageindex|currentpage|curpage)$/i
const pageSize = /^(?:size|pagesize|rows|limit|perpage|pagerows)$/i
const draftedPageSize = 100

/** A definition of an operation as its WSDL describes it, for a person to go through. */
export function draftDataset(
  operation: ServiceOperation,
  { schemas }: ServiceDescription,
  ambiguous: boolean,
): WrittenSoapDataset {
  const inputs = inputLeaves(operation, schemas)
  const names = columnNames(inputs.map((leaf) => (leaf.path.length > 0 ? leaf : { path: ['value'] })))
  const page = inputs.findIndex(({ path }) => pageNumber.test(path.at(-1) ?? ''))
  const size = page < 0 ? -1 : inputs.findIndex(({ path }) => pageSize.test(path.at(-1) ?? ''))
  const placeholder = (index: number): string =>
    index === page ? 'page' : index === size ? 'size' : (names[index] ?? '')
  const told = [...inputs.entries()].filter(([index]) => index !== page && index !== size)
  return {
    ...(operation.comment === undefined ? {} : { title: operation.comment }),
    operation: operation.name,
    ...(ambiguous ? { service: operation.service } : {}),
    ...(reading.test(operation.name) ? {} : { submits: true }),
    ...inputDraft(inputs, placeholder),
    ...(told.length === 0
      ? {}
      : {
          inputs: Object.fromEntries(
            told.map(([index, { type, optional }]) => {
              const notation = formatLogicalType(logicalType(type))
              return [placeholder(index), optional ? { type: notation, optional } : notation]
            }),
          ),
        }),
    ...(page < 0 ? {} : { paging: { by: 'until-empty' as const, ...(size < 0 ? {} : { size: draftedPageSize }) } }),
    ...answerDraft(operation, schemas),
  }
}

function inputDraft(
  inputs: readonly Leaf[],
  placeholder: (index: number) => string,
): Pick<WrittenSoapDataset, 'input'> {
  if (inputs.length === 0) return {}
  // The message is one value.
  if (inputs.some(({ path }) => path.length === 0)) return { input: `{${placeholder(0)}}` }
  return { input: Object.fromEntries(inputs.map(({ path }, index) => [path.join('/'), `{${placeholder(index)}}`])) }
}

function inputLeaves(operation: ServiceOperation, schemas: SchemaSet): readonly Leaf[] {
  const roots = messageRoots(operation, 'input', schemas)
  if (operation.style === 'document') return roots.slice(0, 1).flatMap((root) => leavesOf(schemas, root))
  return roots.flatMap((part) => leavesOf(schemas, part).map((leaf) => ({ ...leaf, path: [part.name, ...leaf.path] })))
}

/** The elements in the body, or the parts inside the element around them. */
function messageRoots(
  { style, input, output }: ServiceOperation,
  direction: 'input' | 'output',
  schemas: SchemaSet,
): readonly ElementDeclaration[] {
  const parts = (direction === 'input' ? input : output)?.parts ?? []
  return parts.flatMap(({ name, element, type }): readonly ElementDeclaration[] => {
    const declared = element === undefined ? undefined : schemas.element(element)
    if (style === 'document') return declared === undefined ? [] : [declared]
    const of = declared?.type ?? type
    if (of === undefined) return []
    return [{ namespace: '', name, type: of, many: false, optional: false, nillable: false, comment: undefined }]
  })
}

function answerDraft(operation: ServiceOperation, schemas: SchemaSet): Pick<WrittenSoapDataset, 'answer'> {
  const around = operation.style === 'rpc' ? [`${operation.name}Response`] : []
  const found = recordsIn(schemas, messageRoots(operation, 'output', schemas))
  if (found === undefined) return {}
  const leaves = leavesOf(schemas, found.record)
  const names = columnNames(
    leaves.map((leaf) => (leaf.path.length > 0 ? leaf : { ...leaf, path: [found.record.name] })),
  )
  return {
    answer: {
      records: [...around, ...found.path].join('/'),
      ...(found.mayMiss ? { emptyWhenMissing: true } : {}),
      columns: Object.fromEntries(
        leaves.map(({ path, type, comment }, index) => {
          const at = path.length === 0 ? '.' : path.join('/')
          const notation = formatLogicalType(logicalType(type))
          const described = comment === undefined ? {} : { comment }
          const plain = notation === 'text' && comment === undefined
          return [names[index] ?? at, plain ? at : { at, type: notation, ...described }]
        }),
      ),
    },
  }
}

/** The last name of each path; with those around it where two are alike. */
function columnNames(leaves: readonly Pick<Leaf, 'path'>[]): readonly string[] {
  const last = leaves.map(({ path }) => path.at(-1) ?? '')
  const reserved = new Set(['page', 'offset', 'size', 'cursor', 'idempotencyKey'])
  return leaves.map(({ path }, index) => {
    const name = last[index] ?? ''
    if (last.indexOf(name) !== last.lastIndexOf(name)) return path.join('_')
    return reserved.has(name) ? `${name}_` : name
  })
}
