import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { BerthError } from '@berth/core'

const pageSize = 1000

/**
 * The lines of a file, each read as JSON, some at a time; what is no JSON as undefined, empty lines left out. Rejects with
 * `FILE_UNREADABLE`.
 */
export async function* parsedLines(file: string): AsyncGenerator<readonly unknown[]> {
  let page: unknown[] = []
  try {
    for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
      if (text.trim() === '') continue
      page.push(parsed(text))
      if (page.length < pageSize) continue
      yield page
      page = []
    }
  } catch (cause) {
    const nativeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw BerthError.from(cause, 'FILE_UNREADABLE', { file, nativeCode })
  }
  yield page
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
