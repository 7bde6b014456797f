import type { Language, LocalizedText } from '@berth/core'
import type { DraftedItem, DraftedResource } from './drafted.ts'
import { phrase } from './wording.ts'
import { yamlComment, yamlList, yamlScalar } from './yaml-scalar.ts'

/** The lines of a resource as they stand under `resources:`, not yet indented. */
export function renderResource(resource: DraftedResource, language: Language): string[] {
  const { from, subject } = resource
  const lines = [
    `${resource.id}:`,
    `  draft: true # ${phrase('review', language)}`,
    `  title: ${yamlScalar(resource.title)}`,
    `  sharing: { type: conditional, condition: ${yamlScalar(phrase('condition', language))} } # ${phrase('sharing', language)}`,
    `  update: { cycle: irregular } # ${phrase('cycle', language)}`,
  ]
  if (subject !== undefined) lines.push(`  subject: { kind: ${subject.kind}, by: ${yamlList(subject.by)} }`)
  lines.push(...sourceLines(from, language))
  lines.push(`  maintainer: ${yamlScalar(resource.maintainer)}`, '  items:')
  for (const item of resource.items) lines.push(`    ${renderItem(item)}`)
  lines.push('  provide:')
  if (resource.by.length > 0) lines.push(`    parameter: { by: [${resource.by.map(yamlList).join(', ')}] }`)
  lines.push(
    '    file:',
    '      to: out',
    '      format: ndjson',
    `      # clearance: 2 # ${phrase('clearance', language)}`,
  )
  return lines
}

function sourceLines(from: DraftedResource['from'], language: Language): string[] {
  const entries = [`connection: ${yamlScalar(from.connection)}`, `${from.kind}: ${yamlScalar(from.dataset)}`]
  const lines: string[] = []
  if (from.key.length === 0) lines.push(`  # ${phrase('noKey', language)}`)
  else entries.push(`key: ${yamlList(from.key)}`)
  const { changes } = from
  if (changes === undefined && from.key.length > 0) lines.push(`  # ${phrase('changesSnapshot', language)}`)
  if (changes !== undefined) {
    const column = yamlComment(changes.column)
    lines.push(`  # ${phrase(changes.nullable ? 'changesNullable' : 'changesCheck', language, { column })}`)
    const overlap = changes.overlap === undefined ? '' : `, overlap: ${changes.overlap}`
    entries.push(`changes: { by: column, column: ${yamlScalar(changes.column)}${overlap} }`)
  }
  lines.push(`  from: { ${entries.join(', ')} }`)
  return lines
}

/** One item on its line. */
export function renderItem(item: DraftedItem): string {
  const entries = [`title: ${renderText(item.title)}`]
  if (item.semantics !== undefined) entries.push(`semantics: ${yamlScalar(item.semantics)}`)
  if (item.element !== undefined) entries.push(`element: ${item.element}`)
  if (item.type !== undefined) entries.push(`type: ${yamlType(item.type)}`)
  if (item.format !== undefined) entries.push(`format: ${yamlScalar(item.format)}`)
  entries.push(`from: ${yamlScalar(item.from)}`)
  if (item.charset !== undefined) entries.push(`charset: ${yamlScalar(item.charset)}`)
  if (item.grade !== undefined) entries.push(`grade: ${item.grade}`)
  if (item.required === true) entries.push('required: true')
  if (item.onInvalid !== undefined) entries.push(`onInvalid: ${item.onInvalid}`)
  return `${item.id}: { ${entries.join(', ')} } # ${yamlComment(item.remark)}`
}

function renderText({ zh, en }: LocalizedText): string {
  return en === undefined ? yamlScalar(zh) : `{ zh: ${yamlScalar(zh)}, en: ${yamlScalar(en)} }`
}

/** `decimal(12,2)` has a comma, which braces would end it at. */
function yamlType(type: string): string {
  return type.includes(',') ? `"${type}"` : type
}
