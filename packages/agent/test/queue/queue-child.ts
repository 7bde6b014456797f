import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connector } from '@berth/connector-sqlite'
import { openSession } from '@berth/core'
import { importJwks } from '@berth/trust'
import { pino } from 'pino'
import { openSqliteState, startAgent } from '../../src/index.ts'
import { logins } from '../soap/soap-docking.ts'
import { queuedManifest } from './queued-docking.ts'

/*
 * A process with an agent whose operation waits in a queue, to be killed: `node queue-child.ts <folder> <platform keys>`. Its
 * clock is what the file `clock` in the folder says. With CRASH_AT=n it kills itself behind the nth step that leaves a
 * trace: a commit of the state, a row that was applied.
 */

const crashAt = Number(process.env['CRASH_AT'] ?? 0)
let steps = 0

function step(): void {
  if (++steps === crashAt) process.kill(process.pid, 'SIGKILL')
}

const [folder = '', jwk = ''] = process.argv.slice(2)
const state = openSqliteState(folder, 'civil-affairs.marriage')
const commit = state.commit.bind(state)
state.commit = async (changes) => {
  const receipts = await commit(changes)
  step()
  return receipts
}
const agent = await startAgent({
  manifest: { ...queuedManifest(), soap: { behindTls: false, consumers: {} } },
  soapLogins: logins({ 'housing-fund': [] }),
  state,
  openConnection: async (_id, { access }) => {
    const session = await openSession(connector, { file: join(folder, 'register.sqlite') }, { access })
    const apply = session.apply.bind(session)
    session.apply = async (...values) => {
      const applied = await apply(...values)
      step()
      return applied
    }
    return session
  },
  platformKeys: importJwks(JSON.parse(jwk)),
  listen: { host: '127.0.0.1', port: 0 },
  log: pino({ level: 'silent' }),
  now: () => Number(readFileSync(join(folder, 'clock'), 'utf8')),
  queueEveryMs: 5,
})
console.log(agent.address)
