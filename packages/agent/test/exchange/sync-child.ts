import { mkdirSync } from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { importPrivateJwk } from '@berth/trust'
import type { Exit } from './sync-settings.ts'

/*
 * A process that runs one exchange of the registry, to be killed: `node sync-child.ts <folder> <file|table|platform>
 * <platform url> <private key>`. With CRASH_AT=n it kills itself behind the nth step that leaves a trace: a commit, a
 * batch that was applied or sent, a file that was opened, cut, synced or renamed, changes that were kept or taken over. With
 * COMPARE=1 the registry's changes are told by comparison. With CARRY_TO files go to another connection. With PROVIDE
 * files are written in another way, and signed.
 */

const crashAt = Number(process.env['CRASH_AT'] ?? 0)
let steps = 0

function step(): void {
  if (++steps === crashAt) process.kill(process.pid, 'SIGKILL')
}

function traced<Arguments extends unknown[], Result>(
  run: (...values: Arguments) => Promise<Result>,
): (...values: Arguments) => Promise<Result> {
  return async function (this: unknown, ...values) {
    const result = await run.apply(this, values)
    step()
    return result
  }
}

// Before the agent is loaded, so that it sees the traced calls.
promises.rename = traced(promises.rename)
const { open } = promises
promises.open = traced(async (...values: Parameters<typeof open>) => {
  const handle = await open(...values)
  handle.sync = traced(handle.sync.bind(handle))
  handle.datasync = traced(handle.datasync.bind(handle))
  handle.truncate = traced(handle.truncate.bind(handle))
  return handle
})
syncBuiltinESMExports()

const { openRegistryState } = await import('./registry.ts')
const { runExchange } = await import('../../src/exchange/run-exchange.ts')
const { syncSettings } = await import('./sync-settings.ts')
const { carried } = await import('./carried.ts')
const { fromChanges } = await import('./changed-registry.ts')
const { SnapshotStore } = await import('../../src/snapshot/snapshot-store.ts')

const { keep, settle, begin } = SnapshotStore.prototype
SnapshotStore.prototype.keep = function (...values) {
  keep.apply(this, values)
  step()
}
SnapshotStore.prototype.settle = traced(settle)
SnapshotStore.prototype.begin = traced(begin)

const [folder = '', exit = '', url = '', jwk = ''] = process.argv.slice(2)
mkdirSync(join(folder, 'out'), { recursive: true })
const state = openRegistryState(folder)
const { commit } = state
state.commit = traced(commit.bind(state))
const layout = process.env['PROVIDE'] ?? ''
const change = {
  ...(process.env['COMPARE'] === '1' ? fromChanges('snapshot') : {}),
  ...(layout === '' ? {} : { provide: { file: { ...JSON.parse(layout), to: 'out' } } }),
}
const key = importPrivateJwk(JSON.parse(jwk), 'city.registry')
const plain = syncSettings(folder, exit as Exit, state, url, key, change)
const here = layout === '' ? plain : { ...plain, key }
const elsewhere = process.env['CARRY_TO'] ?? ''
const settings = elsewhere === '' ? here : carried(here, JSON.parse(elsewhere))
const { openConnection, platform } = settings
if (platform !== undefined) platform.deliver = traced(platform.deliver.bind(platform))
console.log('ready')
const result = await runExchange({
  ...settings,
  openConnection: async (id, options) => {
    const session = await openConnection(id, options)
    session.apply = traced(session.apply.bind(session))
    session.putFile = traced(session.putFile.bind(session))
    return session
  },
})
await state[Symbol.asyncDispose]()
console.log(JSON.stringify({ ...result, steps }))
