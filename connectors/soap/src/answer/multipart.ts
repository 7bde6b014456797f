import { unreadable } from '@berth/services'

/** One part of a multipart answer. */
export interface AnswerPart {
  readonly contentType: string | undefined
  /** Without angle brackets. */
  readonly id: string | undefined
  readonly body: Buffer
}

const maxParts = 1000
const maxHeaderBytes = 8192

/**
 * The parts of an answer of the kind `multipart/related` (MTOM, SOAP with attachments), the root first; undefined for any
 * other kind. Throws `ANSWER_UNREADABLE` where it is cut or has more than 1,000 parts.
 */
export function answerParts(
  body: Uint8Array,
  contentType: string | undefined,
  call: string,
): readonly [AnswerPart, ...AnswerPart[]] | undefined {
  if (contentType === undefined || !/^\s*multipart\/related\b/i.test(contentType)) return undefined
  const boundary = parameterOf(contentType, 'boundary')
  if (boundary === undefined || boundary.length > 70) throw unreadable(call, 'multipart-boundary')
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  const parts: AnswerPart[] = []
  let at = bytes.subarray(0, mark.length).equals(mark) ? 0 : afterBreak(bytes, mark, 0)
  while (true) {
    if (at < 0) throw unreadable(call, 'multipart-cut')
    const start = at + mark.length
    if (bytes[start] === 0x2d && bytes[start + 1] === 0x2d) break
    if (parts.length >= maxParts) throw unreadable(call, 'multipart-parts', { maximum: maxParts })
    const next = afterBreak(bytes, mark, start)
    if (next < 0) throw unreadable(call, 'multipart-cut')
    parts.push(partOf(bytes.subarray(start, next - (bytes[next - 2] === 0x0d ? 2 : 1)), call))
    at = next
  }
  const named = parameterOf(contentType, 'start')?.replace(/^<|>$/g, '')
  const root = named === undefined ? parts[0] : parts.find(({ id }) => id === named)
  if (root === undefined) throw unreadable(call, 'multipart-root')
  return [root, ...parts.filter((part) => part !== root)]
}

/** The next mark that begins a line. */
function afterBreak(bytes: Buffer, mark: Buffer, from: number): number {
  let at = bytes.indexOf(mark, from)
  while (at > 0 && bytes[at - 1] !== 0x0a) at = bytes.indexOf(mark, at + 1)
  return at
}

function partOf(bytes: Buffer, call: string): AnswerPart {
  const head = bytes.subarray(0, maxHeaderBytes).toString('latin1')
  const end = /\r?\n\r?\n/.exec(head)
  if (end === null) throw unreadable(call, 'multipart-headers')
  const headers = new Map<string, string>()
  for (const line of head
    .slice(0, end.index)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const body = bytes.subarray(end.index + end[0].length)
  const encoding = (headers.get('content-transfer-encoding') ?? 'binary').toLowerCase()
  if (!['binary', '8bit', '7bit', 'base64'].includes(encoding)) throw unreadable(call, 'multipart-encoding')
  return {
    contentType: headers.get('content-type'),
    id: headers.get('content-id')?.replace(/^<|>$/g, ''),
    body: encoding === 'base64' ? Buffer.from(body.toString('latin1'), 'base64') : body,
  }
}

/** A parameter of a media type. */
export function parameterOf(contentType: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;"]+))`, 'i').exec(contentType)
  return match?.[1] ?? match?.[2]
}
