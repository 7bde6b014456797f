import { BerthError, exactJson, type Field, type Row, type Value } from '@berth/core'
import type { FileDataset } from '../../definition/file-dataset.ts'
import { textEncoding } from '../../text/encode-strictly.ts'
import { cellText } from '../cell-text.ts'
import type { FileWriter } from '../codec.ts'
import { encodedRecords, type WrittenCell } from '../encoded-records.ts'

/** An object to write: what stands before each value, and the value's field. */
interface JsonTemplate {
  readonly parts: readonly { readonly before: string; readonly field: number }[]
  readonly after: string
}

interface Branch {
  readonly members: Map<string, Branch | number>
}

/**
 * Writes one JSON object a line in the charset of the definition, a path with dots as objects inside one another. Texts and whatever
 * travels as text in this contract are strings, 64-bit integers and decimals among them; `integer`, `double` and `boolean` are
 * numbers and truth values, `json` is itself. NULL is `null`.
 *
 * `TEXT_UNENCODABLE`: a character is not in the charset.
 */
export function jsonLinesWriter(dataset: FileDataset, fields: readonly Field[]): FileWriter {
  const encoding = textEncoding(dataset.charset)
  const template = templateOf(
    dataset,
    fields.map(({ name }) => dataset.columns.find((column) => column.name === name)?.from ?? name),
  )
  const line = (row: Row): string => {
    let text = ''
    for (const { before, field } of template.parts) text += before + written(row[field] ?? null, fields[field])
    return `${text}${template.after}\n`
  }
  return {
    begin: () => new Uint8Array(),
    records: (rows) => encodedRecords(rows.map(line).join(''), encoding, () => cellsOf(rows, fields)),
    end: () => new Uint8Array(),
  }
}

function written(value: Value, field: Field | undefined): string {
  if (field?.type.name === 'json' && typeof value === 'string') return JSON.stringify(exactJson(value, field.name))
  return JSON.stringify(value instanceof Uint8Array ? cellText(value) : value)
}

function* cellsOf(rows: readonly Row[], fields: readonly Field[]): Generator<WrittenCell> {
  for (const row of rows) {
    for (const [index, value] of row.entries())
      if (value !== null) yield { column: fields[index]?.name ?? '', text: cellText(value) }
  }
}

function templateOf(dataset: FileDataset, paths: readonly string[]): JsonTemplate {
  const root: Branch = { members: new Map() }
  paths.forEach((path, field) => {
    const twice = place(root, path.split('.'), field)
    if (twice === undefined) return
    const expected = `${twice}: once`
    throw new BerthError('DEFINITION_INVALID', { dataset: dataset.name, path: 'columns', expected, connector: 'files' })
  })
  const parts: { before: string; field: number }[] = []
  const after = build(root, '', parts)
  return { parts, after }
}

/** Returns the name of a member that would be a value and an object at once, or two values. */
function place(branch: Branch, [step = '', ...rest]: readonly string[], field: number): string | undefined {
  const found = branch.members.get(step)
  if (rest.length === 0 ? found !== undefined : typeof found === 'number') return step
  if (rest.length === 0) {
    branch.members.set(step, field)
    return undefined
  }
  const inner: Branch = typeof found === 'object' ? found : { members: new Map() }
  branch.members.set(step, inner)
  return place(inner, rest, field)
}

/** Adds the fields of a branch, and returns what stands behind its last. */
function build(branch: Branch, before: string, parts: { before: string; field: number }[]): string {
  let text = `${before}{`
  let first = true
  for (const [name, member] of branch.members) {
    text += `${first ? '' : ','}${JSON.stringify(name)}:`
    first = false
    if (typeof member === 'number') {
      parts.push({ before: text, field: member })
      text = ''
    } else text = build(member, text, parts)
  }
  return `${text}}`
}
