import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openSqliteState } from '@berth/agent'
import { BerthError, type Receipt } from '@berth/core'
import { stateFolder } from '../connections/docking-files.ts'
import { loadDocking } from '../connections/load-docking.ts'

/** Receipts in order, a part of the chain at a time. */
export type ReceiptPages = AsyncIterable<readonly Receipt[]>

const pageSize = 1000

/**
 * The receipts of a docking behind number `after`, from its own state. Rejects as `openSqliteState` does; a docking
 * that never ran has none.
 */
export async function* statePages(folder: string, after = 0): ReceiptPages {
  const manifest = await loadDocking(folder)
  if (!existsSync(join(stateFolder(manifest), 'state.sqlite'))) return
  await using state = openSqliteState(stateFolder(manifest), manifest.system.id)
  for (let last = after; ; ) {
    const page = await state.receipts(last, pageSize)
    if (page.length === 0) return
    yield page
    last = page.at(-1)?.number ?? last
  }
}

/** The receipts of a file, one JSON object a line. Rejects with `RECEIPTS_BROKEN` at the first line that is none. */
export async function* filePages(file: string): ReceiptPages {
  let page: Receipt[] = []
  let line = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
      line++
      if (text.trim() === '') continue
      page.push(parsed(text, line))
      if (page.length < pageSize) continue
      yield page
      page = []
    }
  } catch (cause) {
    throw BerthError.from(cause, 'PARAMETER_INVALID', { parameter: 'FILE', problem: file })
  }
  yield page
}

function parsed(text: string, line: number): Receipt {
  try {
    return JSON.parse(text) as Receipt
  } catch {
    // The parser's own message quotes the line.
    throw new BerthError('RECEIPTS_BROKEN', { number: line })
  }
}
