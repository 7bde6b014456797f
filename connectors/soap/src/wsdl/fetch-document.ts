import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { BerthError } from '@berth/core'
import { decodeText, type Exchange } from '@berth/services'
import type { FetchDocument } from './load-documents.ts'
import { wsdlInvalid } from './wsdl-invalid.ts'

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
    if (url.protocol !== start.protocol && url.protocol !== 'https:') throw wsdlInvalid(document, 'wsdl-import-plain')
    const request = {
      call: 'WSDL',
      method: 'GET',
      url,
      headers: { accept: 'text/xml, */*' },
      repeatable: true,
    } as const
    const answer = await exchange(request, signal)
    if (answer.status !== 200) throw wsdlInvalid(document, 'wsdl-status', { status: answer.status })
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
    if (url.protocol !== 'file:' || url.host !== '') throw wsdlInvalid(document, 'wsdl-import-elsewhere')
    let file: string
    try {
      const docking = await realpath(process.cwd())
      const first = await realpath(main)
      file = await realpath(fileURLToPath(url))
      const folder = isWithin(first, docking) ? docking : path.dirname(first)
      if (!isWithin(file, folder)) throw wsdlInvalid(document, 'wsdl-outside')
    } catch (error) {
      if (BerthError.is(error)) throw error
      throw wsdlInvalid(document, 'wsdl-missing', {}, error)
    }
    return decodeText(await readBounded(file, document), undefined, undefined, 'WSDL')
  }
}

function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file)
  return !relative.startsWith('..') && !path.isAbsolute(relative)
}

async function readBounded(file: string, document: string): Promise<Buffer> {
  // A pipe or a device would be read for ever.
  const facts = await stat(file)
  if (!facts.isFile()) throw wsdlInvalid(document, 'wsdl-no-file')
  if (facts.size > maxFileBytes) throw wsdlInvalid(document, 'wsdl-large', { maximum: maxFileBytes })
  try {
    return await readFile(file)
  } catch (error) {
    throw wsdlInvalid(document, 'wsdl-unreadable', {}, error)
  }
}
