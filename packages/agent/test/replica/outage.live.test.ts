import { startRelay } from '@berth/conformance'
import type { ConnectorSession, SessionOptions } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { expect, test } from 'vitest'
import { open as openMariadb } from '../../../../connectors/mysql/test/open.ts'
import { open as openPostgres } from '../../../../connectors/postgres/test/open.ts'
import { describeMariadb, describePostgres } from '../../../../test/servers/live.ts'
import { refreshReplica } from '../../src/index.ts'
import { citizenNumbers, marriageTables } from '../docking/marriage-tables.ts'
import { RunningDocking } from '../docking/running-docking.ts'
import { queuedManifest, settled, submit } from '../queue/queued-docking.ts'
import { compared, lastOpen, replicaManifest } from './replica-docking.ts'

/** A system with the register, behind a line that goes away and comes back. */
interface System {
  readonly address: { readonly host: string; readonly port: number }
  open(at: { readonly host: string; readonly port: number }, options: SessionOptions): Promise<ConnectorSession>
  applications(): Promise<string[]>
}

/** The tables as SQL, `quote` around names. */
function script(quote: string): string {
  const name = (word: string): string => quote + word + quote
  const rows = marriageTables().marriages.rows.map(
    (row) =>
      `(${row.map((cell) => (cell === null ? 'NULL' : typeof cell === 'number' ? cell : `'${String(cell)}'`)).join(', ')})`,
  )
  return [
    `CREATE TABLE ${name('T_HYDJ')} (${name('ID')} INTEGER PRIMARY KEY, ${name('NF_SFZH')} VARCHAR(18), ${name('QX')} VARCHAR(20),`,
    `${name('DJRQ')} VARCHAR(8), ${name('YXBZ')} VARCHAR(1), ${name('BZ')} VARCHAR(40), ${name('MM')} VARCHAR(60));`,
    `CREATE TABLE ${name('T_SQ')} (${name('SFZH')} VARCHAR(18), ${name('SQRQ')} VARCHAR(8), ${name('FS')} INTEGER);`,
    `INSERT INTO ${name('T_HYDJ')} VALUES ${rows.join(', ')};`,
  ].join('\n')
}

async function outage({ address, open, applications }: System): Promise<void> {
  const { hours: _always, ...system } = replicaManifest().system
  const manifest: DockingManifest = { ...replicaManifest(), system, operations: queuedManifest().operations }
  let relay = await startRelay(address)
  const openConnection = (_id: string, options: SessionOptions): Promise<ConnectorSession> =>
    open({ host: '127.0.0.1', port: relay.port }, options)
  await using docking = await RunningDocking.start({ manifest, openConnection, now: () => lastOpen, queueEveryMs: 50 })
  const { state } = docking
  await refreshReplica({ manifest, resource: 'marriage', openConnection, state, now: () => lastOpen })
  const input = { husbandId: citizenNumbers[0], wantedOn: '2026-02-01' }
  expect((await submit(docking, 'key-1', { ...input, copies: 1 })).status).toBe(200)
  const answered = await compared(
    docking,
    () => undefined,
    async () => await relay[Symbol.asyncDispose](),
  )
  expect(answered).toBeGreaterThan(70)
  for (const copies of [2, 3, 4]) {
    expect((await submit(docking, `key-${copies}`, { ...input, copies })).body['accepted']).toBe('queued')
  }
  expect(await applications()).toEqual(['1'])
  relay = await startRelay(address)
  await settled(docking, 'key-4', ['accepted', 'failed', 'unknown'])
  expect(await applications()).toEqual(['1', '2', '3', '4'])
  const receipts = await docking.state.receipts(0, 10_000)
  const journeys = receipts.filter(({ journey }) => journey === 'operation').map(({ outcome }) => outcome)
  expect(journeys).toEqual(['accepted', 'queued', 'queued', 'queued', 'accepted', 'accepted', 'accepted'])
  await relay[Symbol.asyncDispose]()
}

describePostgres('an outage of PostgreSQL', (server) => {
  test('is bridged by the replica and the queue', { timeout: 120_000 }, async () => {
    const database = await server.createDatabase('berth_outage')
    await server.run(database, script('"'))
    await outage({
      address: server.data,
      open: (at, options) => openPostgres(server, database, at, options),
      applications: async () =>
        (await server.read(database, 'SELECT "FS" FROM "T_SQ" ORDER BY ctid')).map(([cell]) => String(cell)),
    })
  })
})

describeMariadb('an outage of MariaDB', (server) => {
  test('is bridged by the replica and the queue', { timeout: 120_000 }, async () => {
    const database = await server.createDatabase('berth_outage')
    await server.run(database, script('`'))
    await outage({
      address: server.data,
      open: (at, options) => openMariadb(server, database, at, options),
      applications: async () => (await server.read(database, 'SELECT FS FROM T_SQ')).map(([cell]) => String(cell)),
    })
  })
})
