import { openSqliteState } from '@berth/agent'
import type { Receipt } from '@berth/core'
import { stateFolder } from '../connections/docking-files.ts'
import { loadDocking } from '../connections/load-docking.ts'

const page = 1000

/**
 * The receipts of a docking behind number `after`, from its own state. Rejects as `openSqliteState` does; a docking
 * without a state has none.
 */
export async function readStateReceipts(folder: string, after = 0): Promise<Receipt[]> {
  const manifest = await loadDocking(folder)
  await using state = openSqliteState(stateFolder(manifest), manifest.system.id)
  const receipts: Receipt[] = []
  while (true) {
    const part = await state.receipts(receipts.at(-1)?.number ?? after, page)
    receipts.push(...part)
    if (part.length < page) return receipts
  }
}
