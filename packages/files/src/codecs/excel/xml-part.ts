import { TextDecoder } from 'node:util'
import { BerthError, type FileProblem } from '@berth/core'
import { SaxesParser } from 'saxes'
import type { FileContent } from '../codec.ts'
import type { RecordLimits } from '../limits.ts'
import { contentRefused, fileMalformed } from '../malformed.ts'

/** What is done with the elements of one part; names are without their prefixes. */
export interface PartHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** Elements inside one another; a sheet has less than ten. */
const maxDepth = 100

/**
 * Reads one part of a workbook, and yields whenever the handlers have been told of some more of it. A text, an attribute or a comment
 * is as long as a record may be. `FILE_MALFORMED`: it is not sound; `FILE_CONTENT_REFUSED`: it has a document type, which
 * can define entities.
 */
export async function* readPart(
  content: FileContent,
  handlers: PartHandlers,
  limits: RecordLimits,
  signal: AbortSignal,
): AsyncGenerator<void, void> {
  const part = content.name.slice(content.name.indexOf('xl/') < 0 ? 0 : content.name.lastIndexOf('xl/'))
  const malformed = (problem: FileProblem, cause?: unknown): BerthError =>
    fileMalformed(limits.file, 'xlsx', problem, { part }, cause)
  let depth = 0
  let quietBytes = 0
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  parser.on('opentag', ({ name, attributes }) => {
    quietBytes = 0
    if (++depth > maxDepth) throw malformed('workbook-xml-deep')
    handlers.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    quietBytes = 0
    depth--
    handlers.close?.(localName(name))
  })
  const text = (found: string): void => {
    quietBytes = 0
    handlers.text?.(found)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('comment', () => {
    quietBytes = 0
  })
  parser.on('doctype', () => {
    throw contentRefused(limits.file, 'workbook-doctype', { part })
  })
  let decoder: TextDecoder | undefined
  try {
    for await (const chunk of content.bytes(signal)) {
      signal.throwIfAborted()
      decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8', { fatal: true })
      quietBytes += chunk.length
      parser.write(decoder.decode(chunk, { stream: true }))
      if (quietBytes > limits.maxRecordBytes)
        throw new BerthError('FILE_LIMIT_EXCEEDED', {
          file: limits.file,
          limit: 'maxRecordBytes',
          maximum: limits.maxRecordBytes,
        })
      yield
    }
    parser.write(decoder?.decode() ?? '').close()
    yield
  } catch (error) {
    if (BerthError.is(error) || signal.aborted) throw error
    if (!(error instanceof Error) || 'errno' in error) throw error
    throw malformed(error instanceof TypeError ? 'workbook-bytes' : 'workbook-xml', error)
  }
}

/** Attributes by their names without prefixes are not needed often: `r:id` of sheets. */
export function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** A part that is read at once. */
export async function readWholePart(
  content: FileContent,
  handlers: PartHandlers,
  limits: RecordLimits,
  signal: AbortSignal,
): Promise<void> {
  for await (const _more of readPart(content, handlers, limits, signal)) signal.throwIfAborted()
}
