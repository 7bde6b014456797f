import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { BerthError } from '@berth/core'
import { decodeText, type Exchange } from '@berth/services'
import type { FetchDocument } from './load-documents.ts'

const maxFileBytes = 16 * 1024 * 1024

/** Where a WSDL is: an address, or a path from the folder of the docking. */
export function wsdlAddress(wsdl: string): URL {
  return /^https?:\/\//i.test(wsdl) ? new URL(wsdl) : pathToFileURL(path.resolve(wsdl))
}

/**
 * Reads documents of a service over its bounded client. What is imported from there stays there: no files, no other
 * hosts than those that may be called, no plain line after an encrypted one.
 */
export function fetchFromService(exchange: Exchange, start: URL): FetchDocument {
  return async (url, document, signal) => {
    const refused = (problem: string): BerthError => new BerthError('WSDL_INVALID', { document, problem })
    if (url.protocol !== start.protocol && url.protocol !== 'https:')
      throw refused('it is imported over a line that is protected less than that of the WSDL')
    const request = {
      call: 'WSDL',
      method: 'GET',
      url,
      headers: { accept: 'text/xml, */*' },
      repeatable: true,
    } as const
    const answer = await exchange(request, signal)
    if (answer.status !== 200) throw refused(`its address answers with status ${answer.status}`)
    return decodeText(answer.body, undefined, answer.headers['content-type'], 'WSDL')
  }
}

/**
 * Reads documents from files. What they import stays in the folder of the docking; a WSDL from elsewhere keeps to its own
 * folder. Links are followed before that is looked at.
 */
export function fetchFromFolder(start: URL): FetchDocument {
  const main = fileURLToPath(start)
  return async (url, document) => {
    const refused = (problem: string, cause?: unknown): BerthError =>
      new BerthError('WSDL_INVALID', { document, problem }, { cause })
    if (url.protocol !== 'file:' || url.host !== '')
      throw refused('a file imports it from another machine; save it beside the file, and import that')
    let file: string
    try {
      const docking = await realpath(process.cwd())
      const first = await realpath(main)
      file = await realpath(fileURLToPath(url))
      const folder = isWithin(first, docking) ? docking : path.dirname(first)
      if (!isWithin(file, folder)) throw refused('it is outside of the folder of the docking')
    } catch (error) {
      if (BerthError.is(error)) throw error
      throw refused('there is no such file', error)
    }
    return decodeText(await readBounded(file, refused), undefined, undefined, 'WSDL')
  }
}

function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file)
  return !relative.startsWith('..') && !path.isAbsolute(relative)
}

async function readBounded(file: string, refused: (problem: string, cause?: unknown) => BerthError): Promise<Buffer> {
  // A pipe or a device would be read for ever.
  const facts = await stat(file)
  if (!facts.isFile()) throw refused('it is no file')
  if (facts.size > maxFileBytes) throw refused(`it is larger than ${maxFileBytes} bytes`)
  try {
    return await readFile(file)
  } catch (error) {
    throw refused('it cannot be read', error)
  }
}
