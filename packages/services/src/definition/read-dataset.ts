import type { AnswerFormat } from '../answer/tree.ts'
import type { Paging } from '../paging/paging.ts'
import { DefinitionReader } from './definition-reader.ts'
import { answerFormats, readAnswerDefinition, readColumns } from './read-answer-definition.ts'
import type { DefinedColumn, DefinedInput, ServiceDataset } from './service-dataset.ts'
import type { WrittenDataset, WrittenInput, WrittenPaging } from './written-dataset.ts'

export interface ReadDatasetSettings {
  readonly connector: string
  /** What an answer is where the definition does not say. */
  readonly format: AnswerFormat
  /** Names that the request uses, in its order; those of paging and of the idempotency key left out. */
  readonly placeholders: readonly string[]
}

/** Compiles the definition of a dataset. Throws `DEFINITION_INVALID`, which names dataset and place. */
export function readDataset(name: string, written: WrittenDataset, settings: ReadDatasetSettings): ServiceDataset {
  const { answer = {}, changes, paging, key = [], order = [] } = written
  const reader = new DefinitionReader(settings.connector, name, answer.namespaces)
  const formats = answerFormats(answer, settings.format)
  const columns = readColumns(answer, formats, reader)
  const inputs = readInputs(written.inputs ?? {}, settings.placeholders, columns, reader)
  const since = changes?.since?.replace(/^\{(.*)\}$/, '$1')
  if (since !== undefined && !inputs.has(since)) throw reader.invalid('changes.since', [...inputs.keys()].join(', '))
  if (changes !== undefined && !columns.has(changes.column)) throw reader.invalid('changes.column', 'answer.columns')
  if (!key.every((column) => columns.has(column))) throw reader.invalid('key', 'answer.columns')
  if (!order.every((column) => columns.has(column))) throw reader.invalid('order', 'answer.columns')
  return {
    name,
    comment: written.title,
    inputs,
    answer: readAnswerDefinition(answer, formats, reader),
    columns,
    key,
    order,
    paging: paging && readPaging(paging, formats.inner, reader),
    changes: changes && { column: changes.column, since },
    operation: written.operation ?? false,
  }
}

/** An input that is not declared has the type of the column of its name, else is a text. */
function readInputs(
  written: Readonly<Record<string, string | WrittenInput>>,
  placeholders: readonly string[],
  columns: ReadonlyMap<string, DefinedColumn>,
  reader: DefinitionReader,
): Map<string, DefinedInput> {
  const inputs = new Map<string, DefinedInput>()
  const standard = (name: string): DefinedInput['type'] => columns.get(name)?.type ?? { name: 'text' }
  for (const name of placeholders) inputs.set(name, { name, type: standard(name), required: true })
  for (const [name, value] of Object.entries(written)) {
    const { type, optional = false, ...rest }: WrittenInput = typeof value === 'string' ? { type: value } : value
    const logical = type === undefined ? standard(name) : reader.type(`inputs.${name}`, type)
    inputs.set(name, { name, type: logical, required: !optional && rest.default === undefined, ...rest })
  }
  return inputs
}

function readPaging(paging: WrittenPaging, format: AnswerFormat, reader: DefinitionReader): Paging {
  const { by, size, shortPageIsLast = false, first = 1, maxPages = 10_000, total, next, more } = paging
  if (by === 'cursor' && next === undefined) throw reader.invalid('paging.next', 'JSONPath / XPath')
  const counted = size !== undefined || total !== undefined || more !== undefined
  if ((by === 'page' || by === 'offset') && !counted) throw reader.invalid('paging', 'total | size | more')
  const place = (member: string, path: string | undefined): Paging['total'] =>
    path === undefined ? undefined : { path, at: reader.path(`paging.${member}`, path, format) }
  return {
    by,
    size,
    shortPageIsLast,
    first,
    maxPages,
    total: place('total', total),
    next: place('next', next),
    more: place('more', more),
  }
}
