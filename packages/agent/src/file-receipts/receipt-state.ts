import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { exitName } from '../exchange/exit-name.ts'
import type { SentFile } from '../state/state-port.ts'

/** How the receipts for the files of one resource stand. */
export interface FileReceiptState {
  readonly resource: string
  /** Files that were sent and have no receipt that is right, those below counted. */
  readonly awaited: number
  /** Those without one for longer than the manifest allows. */
  readonly overdue: number
  /** Those whose receipt says otherwise. */
  readonly contradicting: number
  /** What is to be done about: `RECEIPT_CONTRADICTS` or `RECEIPT_OVERDUE`, of the first file it is about. */
  readonly problem?: BerthError
}

/**
 * How the receipts stand for each resource that awaits some. Receipts come in the order of the numbers, and none behind a
 * gap: the first that is missing is the one to look into. `now` is milliseconds since 1970.
 */
export function fileReceiptStates(
  manifest: DockingManifest,
  sent: readonly SentFile[],
  now: number,
): readonly FileReceiptState[] {
  return Object.values(manifest.resources).flatMap((resource) => {
    const { receipts } = resource.provide.file ?? {}
    if (receipts === undefined) return []
    const exit = exitName(resource, 'file')
    const own = sent.filter((each) => each.resource === resource.id && each.exit === exit)
    const contradicting = own.filter(({ differs }) => differs !== undefined)
    const overdue = own.filter(({ differs, sentAt }) => differs === undefined && now - sentAt > receipts.withinMs)
    const problem = contradiction(contradicting[0]) ?? lateness(overdue)
    const counts = { awaited: own.length, overdue: overdue.length, contradicting: contradicting.length }
    return [{ resource: resource.id, ...counts, ...(problem === undefined ? {} : { problem }) }]
  })
}

function contradiction(first: SentFile | undefined): BerthError | undefined {
  if (first === undefined) return undefined
  const { resource, number: sequence, file, differs = [] } = first
  return new BerthError('RECEIPT_CONTRADICTS', { resource, sequence, file, differs: differs.join(', ') })
}

function lateness(overdue: readonly SentFile[]): BerthError | undefined {
  const [first] = overdue
  if (first === undefined) return undefined
  const { resource, number: sequence, file, sentAt } = first
  const since = new Date(sentAt).toISOString()
  return new BerthError('RECEIPT_OVERDUE', { resource, sequence, file, since, count: overdue.length })
}
