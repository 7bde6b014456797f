import { BerthError, type Dataset, type Language } from '@berth/core'
import { isMap } from 'yaml'
import { oneLine } from './column-words.ts'
import { examineColumn } from './draft-item.ts'
import { draftItems } from './draft-resource.ts'
import type { DraftedItem } from './drafted.ts'
import { insertEntries } from './insert-entries.ts'
import { definedDatasets, isEmpty, keyOf, manifestText, ownerTitle } from './manifest-text.ts'
import { renderDefinition } from './render-definition.ts'
import { renderItem } from './render-resource.ts'
import { phrase } from './wording.ts'
import { yamlList, yamlScalar } from './yaml-scalar.ts'

/** An operation to be drafted, and into which manifest. */
export interface OperationDraftRequest {
  /** The text of `berth.yaml` as it is. */
  readonly manifestText: string
  /** Its name in error messages. @default 'berth.yaml' */
  readonly file?: string
  /** The id of the new operation. */
  readonly id: string
  readonly connection: string
  /** What it goes to: a procedure is called with its parameters, into anything else a row is written. */
  readonly target: Dataset
  /** The language of comments and placeholders. */
  readonly language: Language
}

/**
 * Drafts an operation over a table or a procedure and inserts it under `operations:`, with a definition of its target where the
 * connector needs one. The rest of the text stays byte for byte.
 *
 * Throws `MANIFEST_INVALID` when the text is not YAML, or `operations` in it is no map; `ENTRY_EXISTS` when the id is taken.
 */
export function draftOperation(request: OperationDraftRequest): string {
  const { id, connection, target, language, file = 'berth.yaml' } = request
  const mark = request.manifestText.startsWith('\uFEFF') ? '\uFEFF' : ''
  const manifest = manifestText(request.manifestText.slice(mark.length), file)
  const there = manifest.root.items.find((pair) => keyOf(pair) === 'operations')?.value
  if (!(there === undefined || isMap(there) || isEmpty(there)))
    throw new BerthError('MANIFEST_INVALID', { file, count: 1 })
  if (isMap(there) && there.items.some((pair) => keyOf(pair) === id))
    throw new BerthError('ENTRY_EXISTS', { entry: `operations.${id}`, file })
  const maintainer = ownerTitle(manifest) ?? phrase('maintainer', language)
  const text = insertEntries(manifest, ['operations'], [lines(request, maintainer)])
  const defined = manifestText(text, file)
  const { name, definition, doubts } = target
  if (definition === undefined || definedDatasets(defined, connection).has(name)) return mark + text
  const block = renderDefinition(name, definition, doubts, language)
  return mark + insertEntries(defined, ['connections', connection, 'datasets'], [block])
}

function lines({ id, connection, target, language }: OperationDraftRequest, maintainer: string): string[] {
  const comment = oneLine(target.comment)
  const place = target.kind === 'procedure' ? 'procedure' : 'table'
  const accept = [`connection: ${yamlScalar(connection)}`, `${place}: ${yamlScalar(target.name)}`]
  if (place === 'table' && target.key.length > 0) accept.push(`key: ${yamlList(target.key)}`)
  return [
    `${id}:`,
    `  # ${phrase('operation', language)}`,
    `  title: ${yamlScalar(comment === '' ? target.name : comment)}`,
    `  maintainer: ${yamlScalar(maintainer)}`,
    '  input:',
    ...itemsOf(target, language).map((item) => `    ${renderItem(item)}`),
    '  accept:',
    ...(place === 'table' && target.key.length === 0 ? [`    # ${phrase('operationKey', language)}`] : []),
    `    parameter: { ${accept.join(', ')} }`,
  ]
}

/** What cannot be null is required. */
function itemsOf(target: Dataset, language: Language): DraftedItem[] {
  const columns = target.kind === 'procedure' ? (target.parameters ?? []) : target.columns
  const examined = columns.map((column) => examineColumn(column, target, []))
  const items = draftItems(examined, { charsets: undefined, language })
  return items.map((item, at) => (columns[at]?.nullable === false ? { ...item, required: true } : item))
}
