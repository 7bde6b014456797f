import { deflateSync, gzipSync } from 'node:zlib'
import { encodeText, filled, jsonBody, jsonNames, jsonTemplate, template, xmlEscaped } from '@berth/services'
import type { InputText, RefuseInput } from './message-input.ts'

/** A text of a message, and the names of the inputs that it is made of. */
export interface InputLeaf {
  readonly text: InputText
  readonly names: readonly string[]
}

type Encoding = 'base64' | 'hex' | 'gzip' | 'deflate'

interface WrittenDocument {
  readonly $xml?: unknown
  readonly $json?: unknown
  readonly $encoding?: unknown
  readonly $charset?: unknown
}

/**
 * Reads what stands for one text: a text with inputs in braces, a number, a truth value, or a whole document inside the
 * message, `{ $xml: "<id>{id}</id>", $encoding: [gzip, base64], $charset: GBK }`. Undefined: it is none of these.
 */
export function inputLeaf(written: unknown, path: string, refuse: RefuseInput): InputLeaf | undefined {
  if (typeof written === 'string') {
    const text = template(written)
    return { text: ({ texts }) => filled(text, texts, (part) => part), names: text.names }
  }
  if (typeof written === 'number' || typeof written === 'boolean') {
    const constant = String(written)
    return { text: () => constant, names: [] }
  }
  if (typeof written !== 'object' || written === null || !('$xml' in written || '$json' in written)) return undefined
  const { $xml, $json, $encoding = [], $charset = 'utf-8', ...others }: WrittenDocument = written
  if (Object.keys(others).length > 0 || !isEncoding($encoding) || typeof $charset !== 'string') return refuse(path)
  const document = $json === undefined ? xmlLeaf($xml, path, refuse) : jsonLeaf($json)
  return {
    names: document.names,
    text: (inputs) => {
      const text = document.text(inputs)
      return text === undefined || $encoding.length === 0 ? text : encoded(text, $encoding, $charset, path)
    },
  }
}

function xmlLeaf(written: unknown, path: string, refuse: RefuseInput): InputLeaf {
  if (typeof written !== 'string') return refuse(path)
  const text = template(written)
  return { text: ({ texts }) => filled(text, texts, (part) => xmlEscaped(part, path)), names: text.names }
}

function jsonLeaf(written: unknown): InputLeaf {
  const json = jsonTemplate(written)
  return { text: ({ dataset, inputs }) => jsonBody(json, dataset, inputs), names: jsonNames(json) }
}

function isEncoding(written: unknown): written is readonly Encoding[] {
  return (
    Array.isArray(written) &&
    written.every((each) => ['base64', 'hex', 'gzip', 'deflate'].includes(each)) &&
    // Bytes are no text of a message.
    (written.length === 0 || written.at(-1) === 'base64' || written.at(-1) === 'hex')
  )
}

function encoded(text: string, encodings: readonly Encoding[], charset: string, path: string): string {
  let bytes: Uint8Array = encodeText(text, charset.toLowerCase(), path)
  for (const each of encodings) {
    if (each === 'gzip') bytes = gzipSync(bytes)
    else if (each === 'deflate') bytes = deflateSync(bytes)
    else bytes = Buffer.from(Buffer.from(bytes).toString(each))
  }
  return Buffer.from(bytes).toString('latin1')
}
