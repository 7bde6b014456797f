import { setImmediate as turn } from 'node:timers/promises'
import { TextDecoder } from 'node:util'
import { BerthError, textDecoding } from '@berth/core'
import { textStart } from '../../text/byte-order-mark.ts'
import { StrictText } from '../../text/strict-text.ts'
import type { FileContent } from '../codec.ts'

/** A piece of the text, and the offset of the byte in front of it that is not valid, where one stands there. */
export interface XmlPiece {
  readonly text: string
  readonly badByte?: number
}

/** So much of a document tells its charset; its declaration is shorter. */
const sampleBytes = 16 * 1024
const declarationBytes = 1024
/** Ends every tag. */
const greaterThan = 0x3e
const pieceBytes = 32 * 1024
const badMark = '\udfff'

/** The text of a document in pieces, in the charset that its mark or declaration says. */
export class XmlText {
  readonly #content: FileContent
  readonly #declared: string
  /** Bytes read so far. */
  bytes = 0
  charset = ''

  constructor(content: FileContent, declared: string) {
    this.#content = content
    this.#declared = declared
  }

  async *pieces(signal: AbortSignal): AsyncGenerator<XmlPiece, void, undefined> {
    let strict: StrictText | undefined
    let held: Buffer = Buffer.alloc(0)
    for await (const chunk of this.#content.bytes(signal)) {
      this.bytes += chunk.length
      let bytes = chunk
      if (strict === undefined) {
        held = Buffer.concat([held, chunk])
        if (held.length < sampleBytes) continue
        bytes = held
        strict = this.#start(held)
      }
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        await turn()
        signal.throwIfAborted()
        yield* pieces(strict.take(bytes.subarray(at, at + pieceBytes)), strict)
      }
    }
    if (strict === undefined) {
      strict = this.#start(held)
      yield* pieces(strict.take(held), strict)
    }
    yield* pieces(strict.end(), strict)
  }

  #start(first: Uint8Array): StrictText {
    const charset = documentCharset(first, this.#declared, this.#content.name)
    this.charset = charset
    return new StrictText(this.#content.name, charset, false, greaterThan)
  }
}

/**
 * The charset of a document: that of its mark, else of its declaration, else the one of the definition. GB2312 and GBK are read as
 * GB18030, which holds both: most documents that say GB2312 have characters that only the others have. A definition that says
 * another charset than the declaration is `FILE_CHARSET_CONTRADICTED`; UTF-8 is only the default and gives way. The definition
 * counts where the declaration cannot be true: UTF-16 that is read byte by byte, as .NET declares its strings, and UTF-8 that is none.
 */
function documentCharset(first: Uint8Array, declared: string, file: string): string {
  const head = Buffer.from(first.subarray(0, declarationBytes)).toString('latin1')
  const said = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(head)?.[1]
  const own = wide(textDecoding(declared).charset)
  if (said === undefined || /^(?:utf-?(?:16|32)|ucs-?[24])/i.test(said))
    return wide(textStart(first, declared, file).charset)
  const found = wide(textDecoding(said).charset)
  if (own === 'utf-8' || own === found) return found
  if (found === 'utf-8' && !isUtf8(first)) return own
  throw new BerthError('FILE_CHARSET_CONTRADICTED', { file, declared, found: said })
}

/** The last character may be cut. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function wide(charset: string): string {
  return charset === 'gbk' ? 'gb18030' : charset
}

function* pieces(text: string, strict: StrictText): Generator<XmlPiece> {
  let start = 0
  for (let mark = text.indexOf(badMark); mark >= 0; mark = text.indexOf(badMark, start)) {
    yield { text: text.slice(start, mark) }
    const badByte = strict.firstUndecodable(() => badMark)
    start = mark + 1
    if (badByte !== undefined) yield { text: '', badByte }
  }
  if (start < text.length) yield { text: text.slice(start) }
}
