import type { WithheldReason } from '@berth/core'
import type { Resource } from '@berth/manifest'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { textTable } from '../output/text-table.ts'
import type { PreviewResult } from './preview-resource.ts'

/** Rows as a table under the titles of their items. */
export function rowLines(
  resource: Resource,
  items: readonly string[],
  rows: readonly (readonly unknown[])[],
): string[] {
  if (items.length === 0) return [paint('yellow', say('preview.nothing'))]
  const titles = items.map((id) => {
    const item = resource.items.find((each) => each.id === id)
    return item === undefined ? id : tell(item.title)
  })
  return textTable(
    titles,
    rows.map((row) => row.map(printable)),
  )
}

/** A line for each item that was held back, with the reason. */
export function withheldLines(
  resource: Resource,
  withheld: readonly { readonly item: string; readonly reason: WithheldReason }[],
): string[] {
  if (withheld.length === 0) return []
  const lines = withheld.map(({ item, reason }) => {
    const title = resource.items.find((each) => each.id === item)?.title
    return `  ${item}  ${title === undefined ? '' : tell(title)}  ${say(`withheld.${reason}`)}`
  })
  return ['', say('withheld.head', { count: withheld.length }), ...lines]
}

/** Names the items that are shown masked. */
export function maskedLines(masked: readonly string[] = []): string[] {
  return masked.length === 0 ? [] : ['', say('masked.head', { count: masked.length, items: masked.join(', ') })]
}

/** The lines that `berth preview` prints. */
export function previewLines(resource: Resource, result: PreviewResult): string[] {
  const rejects = result.rejects.map(
    ({ row, item, code, length = '-' }) => `  ${say('preview.reject', { row, item, code, length })}`,
  )
  return [
    ...rowLines(resource, result.items, result.rows),
    ...maskedLines(result.masked),
    ...withheldLines(resource, result.withheld),
    ...(rejects.length === 0 ? [] : ['', say('preview.rejects', { count: rejects.length }), ...rejects]),
  ]
}
