import { compilePlan, judgeItems, maskedAmong, type PermittedItems, permitItems, planColumns } from '@berth/agent'
import {
  BerthError,
  type ConnectorSession,
  type ErrorCode,
  type Grade,
  type Row,
  type WithheldReason,
} from '@berth/core'
import type { Resource } from '@berth/manifest'

/** What `berth preview --json` prints. */
export interface PreviewResult {
  readonly resource: string
  readonly clearance: Grade
  /** Ids of the items given, in the order of the cells. */
  readonly items: readonly string[]
  /** Of them, those that are masked. Absent: none is. */
  readonly masked?: readonly string[]
  readonly withheld: readonly { readonly item: string; readonly reason: WithheldReason }[]
  /** Cells in canonical form; `binary` as base64. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
  /** Rows that would be left out, and why; never with the value. */
  readonly rejects: readonly PreviewReject[]
}

/** A row that would be left out. */
export interface PreviewReject {
  /** From 1, among those read. */
  readonly row: number
  readonly item: string
  readonly code: ErrorCode
  /** Of the value, where it is known. */
  readonly length?: number
}

export interface PreviewSettings {
  readonly resource: Resource
  readonly clearance: Grade
  /** The categories that may be seen. Absent: those of a grade alone. */
  readonly categories?: readonly string[]
  /** Shows a draft as if it had been reviewed. */
  readonly draft: boolean
  readonly limit: number
  readonly signal: AbortSignal
}

/**
 * The first rows of a resource as a clearance sees them, through the same guard and plan as every exchange. Only
 * columns of items that may be seen are read. Rejects with `RESOURCE_DRAFT` and with what the system says.
 */
export async function previewResource(session: ConnectorSession, settings: PreviewSettings): Promise<PreviewResult> {
  const { resource, clearance, limit, signal } = settings
  const head = { resource: resource.id, clearance }
  const { given, withheld } = permitted(settings)
  if (given.length === 0) return { ...head, items: [], withheld, rows: [], rejects: [] }
  const rows: Row[] = []
  const rejects: PreviewReject[] = []
  let read = 0
  const request = { dataset: resource.from.dataset, columns: planColumns(given), batchRows: Math.min(limit, 1000) }
  for await (const batch of session.scan(request, { signal })) {
    const plan = compilePlan({ items: given, fields: batch.fields, format: 'values' })
    const result = plan.run(batch.rows.slice(0, limit - read))
    rows.push(...result.output)
    for (const { row, item, code, length } of result.rejects) rejects.push({ row: row + read + 1, item, code, length })
    for (const { row, error } of batch.unreadable ?? []) {
      const item = given.find(({ from }) => from === error.details['column'])?.id ?? '-'
      rejects.push({ row, item, code: error.code })
    }
    read += batch.rows.length + (batch.unreadable?.length ?? 0)
    if (read >= limit) break
  }
  return {
    ...head,
    items: given.map(({ id }) => id),
    ...maskedAmong(given),
    withheld,
    rows: rows.map(plainRow),
    rejects,
  }
}

function permitted({ resource, clearance, categories, draft }: PreviewSettings): PermittedItems {
  const permit = { clearance, ...(categories === undefined ? {} : { categories }) }
  try {
    return permitItems(draft ? { ...resource, draft: false } : resource, permit, 'preview')
  } catch (error) {
    if (!BerthError.is(error) || error.code !== 'NOTHING_GRANTED') throw error
    // Nothing may be seen: then the reasons are what one wants to know.
    return judgeItems(resource, permit)
  }
}

function plainRow(row: Row): (string | number | boolean | null)[] {
  return row.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('base64') : cell))
}
