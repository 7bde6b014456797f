import { gunzipSync, inflateSync } from 'node:zlib'
import { BerthError } from '@berth/core'
import type { AnswerPath } from './answer-path.ts'
import { decodeText } from './decode-text.ts'
import type { Success } from './success.ts'
import { type AnswerFormat, parseAnswer, textOf } from './tree.ts'
import { unreadable } from './unreadable.ts'

/** How a step of wrapping is undone. */
export type PayloadEncoding = 'base64' | 'hex' | 'gzip' | 'deflate'

/** A document that stands as a text inside the answer. */
export interface Payload {
  readonly at: AnswerPath
  /** As the docking wrote `at`. */
  readonly path: string
  /** Undone in this order. */
  readonly encoding: readonly PayloadEncoding[]
  readonly charset: string | undefined
  readonly format: AnswerFormat
  /** How the inner document says that all went well. Undefined: it does not. */
  readonly success: Success | undefined
}

/** Unwraps and parses the inner document. Throws `RECORDS_MISSING`, `ANSWER_UNREADABLE` or `ANSWER_TOO_LARGE`. */
export function readPayload(root: unknown, payload: Payload, maxBytes: number, call: string): unknown {
  const text = payload.at.find(root).map(textOf)[0]
  if (text === undefined || text === null) throw new BerthError('RECORDS_MISSING', { call, path: payload.path })
  if (payload.encoding.length === 0) return parseAnswer(text, payload.format, call)
  let bytes: Uint8Array = Buffer.from(text)
  for (const encoding of payload.encoding) bytes = undone(bytes, encoding, maxBytes, call)
  return parseAnswer(decodeText(bytes, payload.charset, undefined, call), payload.format, call)
}

function undone(bytes: Uint8Array, encoding: PayloadEncoding, maxBytes: number, call: string): Uint8Array {
  try {
    if (encoding === 'gzip') return gunzipSync(bytes, { maxOutputLength: maxBytes })
    if (encoding === 'deflate') return inflateSync(bytes, { maxOutputLength: maxBytes })
  } catch (cause) {
    if (cause instanceof RangeError) throw new BerthError('ANSWER_TOO_LARGE', { call, maxBytes }, { cause })
    throw unreadable(call, 'answer-payload', { encoding }, cause)
  }
  const text = Buffer.from(bytes).toString('latin1').replaceAll(/\s/g, '')
  const shape = encoding === 'hex' ? /^(?:[0-9a-f]{2})*$/i : /^[A-Za-z0-9+/_-]*={0,2}$/
  if (!shape.test(text)) throw unreadable(call, 'answer-payload', { encoding })
  return Buffer.from(text, encoding)
}
