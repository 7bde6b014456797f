import { once } from 'node:events'
import { entryOf } from './receipt-entry.ts'

/*
 * A process that appends receipts to a state that others append to as well: `node append-child.ts <folder> <name>
 * <count>`. It prints the number of each receipt when it may be relied on, and holds its name as long as it lives. After ten it
 * waits for a line, so that all of them are at work at once.
 */

const { openSqliteState } = await import('../../src/state/sqlite-state.ts')
const [folder = '', name = '', count = ''] = process.argv.slice(2)
const state = openSqliteState(folder, 'registry')
const claim = await state.claim(name)
for (let index = 0; index < Number(count); index++) {
  const [receipt] = await state.commit({
    receipts: [entryOf(`${name}-${index}`)],
    ...(index % 10 === 0 ? {} : { durable: 'soon' as const }),
  })
  process.stdout.write(`${String(receipt?.number)}\n`)
  if (index === 9) await once(process.stdin, 'data')
}
process.stdin.destroy()
await claim[Symbol.asyncDispose]()
await state[Symbol.asyncDispose]()
