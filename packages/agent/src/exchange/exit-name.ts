import type { Resource } from '@berth/manifest'

/** Names an exit with its target: what receipts call the consumer, and what a stream is told apart by. */
export function exitName(resource: Resource, exit: 'file' | 'table'): string {
  const { file, table } = resource.provide
  if (exit === 'table') return `table:${table?.to ?? ''}/${table?.dataset ?? ''}`
  if (file?.connection !== undefined) return `file:${file.connection}/${file.to}`
  return file?.to === 'platform' ? 'platform' : 'file'
}
