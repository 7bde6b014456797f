import { type Column, type Dataset, parseLogicalType } from '@berth/core'
import { typeOf } from '../values.ts'
import { columnsOf, type FoundColumn, type FoundRecords, findRecords, findSuccess } from './records.ts'
import { followed, isNode, type Schema, Schemas, textOf } from './schema.ts'

type Node = Readonly<Record<string, unknown>>

/** Something that a request of an operation is told. */
interface FoundInput {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'json' | 'form'
  readonly required: boolean
  readonly schema: Schema
}

/** The GET and POST operations of a document as datasets, each with the definition that a docking would have to write. */
export function* operationsOf(root: Node): Iterable<Dataset> {
  const schemas = new Schemas(root)
  const taken = new Set<string>()
  for (const [path, item] of Object.entries(isNode(root['paths']) ? root['paths'] : {})) {
    const node = followed(root, item)
    if (node === undefined || !path.startsWith('/')) continue
    for (const method of ['get', 'post'] as const) {
      const operation = followed(root, node[method])
      if (operation === undefined) continue
      let name = textOf(operation['operationId']) ?? `${method.toUpperCase()} ${path}`
      if (taken.has(name)) name = `${method.toUpperCase()} ${path}`
      taken.add(name)
      yield operationOf(root, schemas, { name, method, path, operation, shared: node['parameters'] })
    }
  }
}

interface FoundOperation {
  readonly name: string
  readonly method: 'get' | 'post'
  readonly path: string
  readonly operation: Node
  /** Parameters of the path, for each of its operations. */
  readonly shared: unknown
}

function operationOf(root: Node, schemas: Schemas, found: FoundOperation): Dataset {
  const { name, method, operation } = found
  const inputs = inputsOf(root, schemas, found)
  const answer = answerOf(root, schemas, operation)
  const records = answer === undefined ? undefined : findRecords(answer)
  const columns = records === undefined ? [] : columnsOf(records.record)
  const comment = textOf(operation['summary']) ?? textOf(operation['description'])
  // A POST that answers with no list does something, as far as anybody can tell.
  const isRead = records !== undefined && columns.length > 0 && (method === 'get' || records.list)
  const paging = isRead ? pagingOf(inputs, records) : undefined
  const told = inputs.filter((input) => paging === undefined || !Object.hasOwn(paging.names, input.name))
  return {
    name,
    kind: isRead ? 'service' : 'procedure',
    columns: columns.map((each) => columnOf(each.name, each.type, each.nullable, each.comment)),
    key: [],
    ...(comment === undefined ? {} : { comment }),
    parameters: told.map((each) => columnOf(each.name, typeOf(each.schema), !each.required, each.schema.description)),
    ...(isRead && answer !== undefined
      ? { definition: definitionOf(found, { comment, inputs, told, answer, records, columns, paging }) }
      : {}),
  }
}

function columnOf(name: string, notation: string, nullable: boolean, comment: string | undefined): Column {
  const type = parseLogicalType(notation) ?? { name: 'text' as const }
  return { name, nativeType: notation, type, nullable, ...(comment === undefined ? {} : { comment }) }
}

function inputsOf(root: Node, schemas: Schemas, { operation, shared }: FoundOperation): readonly FoundInput[] {
  const inputs = new Map<string, FoundInput>()
  for (const each of [shared, operation['parameters']].flatMap((list) => (Array.isArray(list) ? list : []))) {
    const node = followed(root, each)
    const name = node?.['name']
    const place = node?.['in']
    if (typeof name !== 'string' || /[{}]/.test(name) || !(place === 'path' || place === 'query' || place === 'header'))
      continue
    if (place === 'header' && /^(?:authorization|accept|content-type)$/i.test(name)) continue
    const required = place === 'path' || node?.['required'] === true
    inputs.set(name, { name, in: place, required, schema: schemas.of(node?.['schema']) })
  }
  const content = followed(root, operation['requestBody'])?.['content']
  const json = mediaType(content, /json/i)
  const form = mediaType(content, /x-www-form-urlencoded/i)
  const body = schemas.of(json ?? form)
  for (const [name, property] of json === undefined && form === undefined ? [] : body.properties)
    if (!/[{}]/.test(name) && !inputs.has(name))
      inputs.set(name, {
        name,
        in: json === undefined ? 'form' : 'json',
        required: body.required.has(name),
        schema: property(),
      })
  return [...inputs.values()]
}

function mediaType(content: unknown, kind: RegExp): unknown {
  if (!isNode(content)) return undefined
  const found = Object.entries(content).find(([type]) => kind.test(type))?.[1]
  return isNode(found) ? found['schema'] : undefined
}

function answerOf(root: Node, schemas: Schemas, operation: Node): Schema | undefined {
  const responses = isNode(operation['responses']) ? operation['responses'] : {}
  for (const status of ['200', '2XX', '201', 'default']) {
    const schema = mediaType(followed(root, responses[status])?.['content'], /json|^\*\/\*$/i)
    if (schema !== undefined) return schemas.of(schema)
  }
  return undefined
}

interface FoundPaging {
  /** Names of inputs, and what stands for them. */
  readonly names: Readonly<Record<string, '{page}' | '{offset}' | '{size}'>>
  readonly definition: Node
}

function pagingOf(inputs: readonly FoundInput[], { total, list }: FoundRecords): FoundPaging | undefined {
  const named = (pattern: RegExp): FoundInput | undefined => inputs.find(({ name }) => pattern.test(name))
  const size = named(/^(?:(?:page)?_?size|limit|rows|per_?page|page_?count)$/i)
  const page = named(/^(?:page|page_?(?:no|num|number|index)|current(?:_?page)?)$/i)
  const offset = named(/^(?:offset|skip|start)$/i)
  const by = page === undefined ? offset : page
  if (!list || by === undefined || size === undefined) return undefined
  const first = page?.schema.sample === '0' ? { first: 0 } : {}
  return {
    names: { [by.name]: page === undefined ? '{offset}' : '{page}', [size.name]: '{size}' },
    definition: {
      by: page === undefined ? 'offset' : 'page',
      ...(page === undefined ? {} : first),
      size: 100,
      ...(total === undefined ? {} : { total }),
    },
  }
}

interface DraftParts {
  readonly comment: string | undefined
  readonly inputs: readonly FoundInput[]
  /** Without those of paging. */
  readonly told: readonly FoundInput[]
  readonly answer: Schema
  readonly records: FoundRecords
  readonly columns: readonly FoundColumn[]
  readonly paging: FoundPaging | undefined
}

function definitionOf({ method, path, operation }: FoundOperation, parts: DraftParts): Node {
  const { comment, inputs, told, answer, records, columns, paging } = parts
  const fields = (place: FoundInput['in']): Node | undefined => {
    const found = inputs.filter((input) => input.in === place)
    if (found.length === 0) return undefined
    return Object.fromEntries(
      found.map(({ name }) => [
        name,
        paging !== undefined && Object.hasOwn(paging.names, name) ? paging.names[name] : `{${name}}`,
      ]),
    )
  }
  const [query, headers, json, form] = [fields('query'), fields('header'), fields('json'), fields('form')]
  const body = json === undefined ? form && { form } : { json }
  const success = findSuccess(answer, records)
  return {
    ...(comment === undefined ? {} : { title: comment }),
    request: {
      method: method.toUpperCase(),
      path,
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    },
    ...(told.length === 0 ? {} : { inputs: Object.fromEntries(told.map((input) => [input.name, inputOf(input)])) }),
    answer: {
      ...(success === undefined ? {} : { success }),
      records: records.path,
      ...(isNode(operation['responses']) && '404' in operation['responses'] && !records.list ? { none: [404] } : {}),
      columns: Object.fromEntries(
        columns.map(({ name, at, type, comment: about }) => [
          name,
          { at, type, ...(about === undefined ? {} : { comment: about }) },
        ]),
      ),
    },
    ...(paging === undefined ? {} : { paging: paging.definition }),
  }
}

function inputOf({ required, schema }: FoundInput): string | Node {
  const type = typeOf(schema)
  const plain = type === 'json' ? 'text' : type
  return required ? plain : { type: plain, optional: true }
}
