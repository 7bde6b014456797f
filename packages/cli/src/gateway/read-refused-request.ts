import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import type { RefusedRequest } from '@berth/trust'

/** Far more than the head of any request; a body may be left out. */
const maxCharacters = 16 * 1024 * 1024

/** A request as its file tells it. */
export interface KeptRequest extends RefusedRequest {
  /** When the gateway got it, in milliseconds since 1970. Undefined where the file does not say. */
  readonly receivedAt?: number
}

/**
 * Reads a refused request: JSON with `url`, and where they matter `method`, `headers`, `body` and `receivedAt`, a time
 * of RFC 3339. Rejects with `FILE_UNREADABLE`, or with `PARAMETER_INVALID`, which names the member that is wrong.
 */
export async function readRefusedRequest(file: string): Promise<KeptRequest> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw new BerthError('FILE_UNREADABLE', { file, nativeCode }, { cause })
  })
  if (text.length > maxCharacters) throw invalid(`${text.length} > ${maxCharacters}`)
  const value = parsed(text)
  if (!isRecord(value)) throw invalid('JSON { "method", "url", "headers", "body", "receivedAt" }')
  const { method, url, headers = {}, body, receivedAt } = value
  if (typeof url !== 'string' || url === '') throw invalid('url')
  if (!isRecord(headers) || !Object.values(headers).every(isHeader)) throw invalid('headers')
  const time = receivedAt === undefined ? undefined : timeOf(receivedAt)
  return {
    url,
    headers: headers as RefusedRequest['headers'],
    ...(method === undefined ? {} : { method: textOf('method', method) }),
    ...(body === undefined || body === null ? {} : { body: textOf('body', body) }),
    ...(time === undefined ? {} : { receivedAt: time }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isHeader(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'))
}

function textOf(member: string, value: unknown): string {
  if (typeof value !== 'string') throw invalid(member)
  return value
}

function timeOf(value: unknown): number {
  const time = typeof value === 'string' && /^\d{4}-.*(?:Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw invalid('receivedAt: 2026-01-31T08:00:00Z')
  return time
}

function invalid(problem: string): BerthError {
  return new BerthError('PARAMETER_INVALID', { parameter: 'FILE', problem })
}
