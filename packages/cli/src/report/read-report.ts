import { readFile } from 'node:fs/promises'
import { type ConformanceReport, reportFormat, reportSchema } from '@berth/conformance'
import { BerthError } from '@berth/core'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** Many times the largest that a run of the whole kit makes. */
const maxBytes = 64 * 1024 * 1024

/** A report, and the very text that it is kept as. */
export interface KeptReport {
  readonly text: string
  readonly report: ConformanceReport
}

/** Reads a report. Rejects with `FILE_UNREADABLE`, or with `REPORT_INVALID` where it is none, or one of another version. */
export async function readReport(file: string): Promise<KeptReport> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new BerthError('FILE_UNREADABLE', { file, nativeCode }, { cause })
  })
  const invalid = (problem: string): BerthError => new BerthError('REPORT_INVALID', { file, problem })
  if (bytes.length > maxBytes) throw invalid(`${bytes.length} > ${maxBytes}`)
  const text = decoded(bytes)
  const value = text === undefined ? undefined : parsed(text)
  if (text === undefined || value === undefined) throw invalid('JSON')
  if (typeof value === 'object' && value !== null && 'berthReport' in value && value.berthReport !== reportFormat)
    throw invalid(`berthReport ≠ ${reportFormat}`)
  const valid = new Ajv2020({ strict: true }).compile<ConformanceReport>(reportSchema)
  if (!valid(value)) {
    const [problem] = valid.errors ?? []
    throw invalid(`${problem?.instancePath || '/'} ${problem?.keyword ?? ''}`)
  }
  return { text, report: value }
}

/** Bytes that are no UTF-8 are not read as something else: two files of different bytes never have the same text. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
