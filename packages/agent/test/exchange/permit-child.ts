import { openPermitState, permitSettings } from './permit-files.ts'
import { loadPermitDocking } from './permit-relay.ts'

/*
 * A process that takes the permits of signed batches into the table, to be killed: `node permit-child.ts <folder>`. With CRASH_AT=n it
 * kills itself behind the nth step that leaves a trace: a commit of its state, a batch applied, a receipt written.
 */

const crashAt = Number(process.env['CRASH_AT'] ?? 0)
let steps = 0

function traced<Arguments extends unknown[], Result>(
  run: (...values: Arguments) => Promise<Result>,
): (...values: Arguments) => Promise<Result> {
  return async (...values) => {
    const result = await run(...values)
    if (++steps === crashAt) process.kill(process.pid, 'SIGKILL')
    return result
  }
}

const { runExchange } = await import('../../src/exchange/run-exchange.ts')
const [folder = ''] = process.argv.slice(2)
const state = openPermitState(folder)
state.commit = traced(state.commit.bind(state))
const settings = permitSettings(loadPermitDocking(folder), state, 'table')
console.log('ready')
const result = await runExchange({
  ...settings,
  openConnection: async (id, options) => {
    const session = await settings.openConnection(id, options)
    session.apply = traced(session.apply.bind(session))
    session.acknowledge = traced(session.acknowledge.bind(session))
    return session
  },
})
await state[Symbol.asyncDispose]()
console.log(JSON.stringify({ rows: result.rows, deleted: result.deleted, steps }))
