import { askResource, type LocalAnswer, openSqliteState } from '@berth/agent'
import { BerthError, type Grade, grades } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { stateFolder } from '../connections/docking-files.ts'
import { resourceOf } from '../connections/load-docking.ts'
import { connectionOpener, openConnection } from '../connections/open-connection.ts'
import { givenValues } from '../lookup/given-values.ts'
import { type PreviewResult, previewResource } from '../preview/preview-resource.ts'
import { writePreviewReceipt } from '../preview/write-preview-receipt.ts'
import { localConsumer } from '../receipts/local-consumer.ts'

/** What the page asks, as it came: nothing of it is sure. */
export type PageQuestion = Readonly<Record<string, unknown>>

const maxRows = 200
const defaultRows = 20

/** The first rows of a resource as a clearance sees them. Leaves a receipt, as `berth preview` does. */
export async function askRows(
  manifest: DockingManifest,
  question: PageQuestion,
  signal: AbortSignal,
): Promise<PreviewResult> {
  const resource = resourceOf(manifest, textOf(question, 'resource'))
  await using session = await openConnection(manifest, resource.from.connection, { signal })
  const result = await previewResource(session, {
    resource,
    ...permitOf(question),
    draft: question['draft'] === true,
    limit: rowsOf(question),
    signal,
  })
  await writePreviewReceipt(manifest, result)
  return result
}

/** The answer to a question by parameter. Leaves a receipt, as `berth lookup` does. */
export async function askByParameter(
  manifest: DockingManifest,
  question: PageQuestion,
  signal: AbortSignal,
): Promise<LocalAnswer> {
  const resource = resourceOf(manifest, textOf(question, 'resource'))
  await using state = openSqliteState(stateFolder(manifest), manifest.system.id)
  return await askResource({
    manifest,
    resource: resource.id,
    by: givenValues(resource, wordsOf(question)),
    permit: permitOf(question),
    openConnection: connectionOpener(manifest),
    state,
    consumer: localConsumer(),
    purpose: 'local-lookup',
    signal,
  })
}

function permitOf(question: PageQuestion): { readonly clearance: Grade; readonly categories?: readonly string[] } {
  const clearance = grades.find((grade) => String(grade) === question['clearance'])
  if (clearance === undefined) throw invalid('clearance', grades.join(' | '))
  const { categories } = question
  if (categories === undefined) return { clearance }
  if (!Array.isArray(categories)) throw invalid('categories', 'string[]')
  return { clearance, categories: categories.map(String) }
}

function rowsOf({ rows = defaultRows }: PageQuestion): number {
  if (typeof rows === 'number' && Number.isInteger(rows) && rows >= 1 && rows <= maxRows) return rows
  throw invalid('rows', `1 … ${maxRows}`)
}

/** `item=value` for each value that is asked by, as on a command line. */
function wordsOf({ by }: PageQuestion): readonly string[] {
  if (typeof by !== 'object' || by === null || Object.keys(by).length === 0) {
    throw new BerthError('PARAMETER_MISSING', { parameter: 'by' })
  }
  return Object.entries(by).map(([item, value]) => `${item}=${String(value)}`)
}

function textOf(question: PageQuestion, name: string): string {
  const text = question[name]
  if (typeof text === 'string' && text !== '') return text
  throw new BerthError('PARAMETER_MISSING', { parameter: name })
}

function invalid(parameter: string, problem: string): BerthError {
  return new BerthError('PARAMETER_INVALID', { parameter, problem })
}
