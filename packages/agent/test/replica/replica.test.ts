import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { memory } from '@berth/connector-memory'
import { connector } from '@berth/connector-sqlite'
import { BerthError, openSession } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { verifyReceipts } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { type OpenConnection, refreshReplica } from '../../src/index.ts'
import { marriageDatabase } from '../docking/marriage-database.ts'
import { canary, citizenNumbers } from '../docking/marriage-tables.ts'
import { opener, RunningDocking } from '../docking/running-docking.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { ask, closed, compared, lastOpen, open, replicaManifest } from './replica-docking.ts'

const by = { husbandId: citizenNumbers[0] }

async function refresh(
  docking: RunningDocking,
  now: number,
  manifest: DockingManifest = replicaManifest(),
): Promise<void> {
  const openConnection = opener(memory([docking.marriages, docking.applications]))
  await refreshReplica({ manifest, resource: 'marriage', openConnection, state: docking.state, now: () => now })
}

describe('a replica answers as the system would', () => {
  test('whoever asks, whatever they ask: memory', async () => {
    let now = open
    await using docking = await RunningDocking.start({ manifest: replicaManifest(), now: () => now })
    await refresh(docking, lastOpen)
    expect(
      await compared(
        docking,
        () => {
          now = lastOpen - 60_000
        },
        () => {
          now = closed
        },
      ),
    ).toBeGreaterThan(70)
    const receipts = await docking.state.receipts(0, 10_000)
    expect(verifyReceipts(receipts).ok).toBe(true)
    expect(receipts[0]).toMatchObject({ journey: 'exchange', outcome: 'delivered', consumer: 'replica', rows: 120 })
    expect(receipts[0]?.withheld).toEqual([{ item: 'secretNote', reason: 'NO_GRADE' }])
    expect(receipts.at(-1)?.asOf ?? receipts.find(({ asOf }) => asOf !== undefined)?.asOf).toBe(
      '2026-11-27T09:00:00.000Z',
    )
  })

  test('whoever asks, whatever they ask: a database file, with cells that are padded or invalid', async () => {
    using folder = new TemporaryFolder()
    const { file } = marriageDatabase(folder.path)
    using database = new DatabaseSync(file)
    database.exec(`UPDATE T_HYDJ SET DJRQ = '2024----' WHERE ID % 11 = 0; UPDATE T_HYDJ SET YXBZ = '?' WHERE ID % 13 = 0;
      UPDATE T_HYDJ SET QX = NULL WHERE ID % 17 = 0; DELETE FROM T_HYDJ WHERE ID % 19 = 0`)
    let now = open
    const openConnection: OpenConnection = (_id, { access }) => openSession(connector, { file }, { access })
    const manifest = replicaManifest()
    await using docking = await RunningDocking.start({ manifest, openConnection, now: () => now })
    const { state } = docking
    await refreshReplica({ manifest, resource: 'marriage', openConnection, state, now: () => lastOpen })
    expect(
      await compared(
        docking,
        () => {
          now = lastOpen - 60_000
        },
        () => {
          now = closed
        },
      ),
    ).toBeGreaterThan(50)
  })
})

test('is never asked while the system is up, and is when its connection fails or times out', async () => {
  let failure: BerthError | undefined
  const options = { manifest: replicaManifest(), now: () => open }
  await using docking = await RunningDocking.start(options, undefined, () => {
    if (failure !== undefined) throw failure
  })
  await refresh(docking, open - 1000)
  docking.marriages.rows.splice(0, 120)
  expect((await ask(docking, by)).body).toMatchObject({ rows: [] })
  await docking.restart(options)
  for (const code of [
    'CONNECT_REFUSED',
    'CONNECT_TIMEOUT',
    'CONNECTION_LOST',
    'CALL_TIMEOUT',
    'HOST_UNKNOWN',
  ] as const) {
    failure = new BerthError(code)
    const { body } = await ask(docking, by)
    expect(body['rows'], code).toHaveLength(3)
    expect(body['asOf'], code).toBe('2026-11-30T00:29:59.000Z')
  }
  for (const code of ['AUTH_FAILED', 'QUERY_FAILED', 'SYSTEM_BUSY', 'OVERLOADED', 'PERMISSION_DENIED'] as const) {
    failure = new BerthError(code)
    // A crowd with no session open is an outage.
    const expected = code === 'OVERLOADED' ? undefined : code
    expect((await ask(docking, by)).body['code'], code).toBe(expected)
  }
})

describe('is refused with the word for it', () => {
  test('where there is none, where it is too old, and where the manifest is another', async () => {
    let now = closed
    const options = { manifest: replicaManifest(), now: () => now }
    await using docking = await RunningDocking.start(options)
    const none = await ask(docking, by)
    expect(none).toMatchObject({ status: 503, body: { code: 'REPLICA_MISSING' } })
    expect(none.headers.get('retry-after')).toBe(String((open - closed) / 1000))
    expect((await docking.get('/metrics')).text).toContain('berth_replica_age_seconds{resource="marriage"} -1')
    await refresh(docking, lastOpen)
    expect((await ask(docking, by)).status).toBe(200)
    expect((await docking.get('/metrics')).text).toMatch(/berth_replica_rows\{resource="marriage"\} 120/)
    now = closed + 7 * 86_400_000
    const stale = await ask(docking, by)
    expect(stale).toMatchObject({ status: 503, body: { code: 'REPLICA_STALE' } })
    expect(stale.body['message']).toContain('2026-11-27T09:00:00.000Z')
    now = closed
    const manifest = replicaManifest()
    const { marriage } = manifest.resources
    if (marriage === undefined) return expect.fail()
    const items = marriage.items.filter(({ id }) => id !== 'note')
    const parameter = { ...marriage.provide.parameter, by: [['husbandId']] } as typeof marriage.provide.parameter
    const resources = { marriage: { ...marriage, items, provide: { parameter } } } as DockingManifest['resources']
    await docking.restart({ ...options, manifest: { ...manifest, resources } })
    expect((await ask(docking, by)).body['code']).toBe('REPLICA_MISSING')
  })

  test('what became more than may be copied, or cannot be read, leaves the one before', async () => {
    await using docking = await RunningDocking.start({ manifest: replicaManifest(), now: () => closed })
    await refresh(docking, lastOpen)
    await expect(refresh(docking, open, replicaManifest(100))).rejects.toMatchObject({ code: 'REPLICA_TOO_LARGE' })
    expect((await ask(docking, by)).body['asOf']).toBe(new Date(lastOpen).toISOString())
    const folder = join(docking.folder.path, 'replicas')
    expect(readdirSync(folder)).toEqual(['marriage.sqlite'])
    const receipts = await docking.state.receipts(0, 10)
    expect(receipts[1]).toMatchObject({ outcome: 'failed', code: 'REPLICA_TOO_LARGE' })
  })
})

test('a newer one takes its place at once: rows that are gone are gone', async () => {
  await using docking = await RunningDocking.start({ manifest: replicaManifest(), now: () => closed })
  await refresh(docking, lastOpen)
  expect((await ask(docking, by)).body['rows']).toHaveLength(3)
  docking.marriages.rows.splice(0, 41)
  await refresh(docking, lastOpen + 1000)
  expect((await ask(docking, by)).body).toMatchObject({ asOf: '2026-11-27T09:00:01.000Z', rows: [{ id: 81 }] })
})

describe('on the disk', () => {
  test('it is sealed, its owner’s alone, and holds nothing that has no grade', async () => {
    await using docking = await RunningDocking.start({ manifest: replicaManifest(), now: () => closed })
    await refresh(docking, lastOpen)
    const file = join(docking.folder.path, 'replicas', 'marriage.sqlite')
    expect(statSync(file).mode & 0o077).toBe(0)
    const bytes = readFileSync(file)
    for (const secret of [citizenNumbers[0] ?? '', canary, '东区', 'note 7']) expect(bytes.includes(secret)).toBe(false)
  })

  test.each([
    ['a row', 'UPDATE row SET sealed = (SELECT sealed FROM row WHERE number = 2) WHERE number = 1'],
    ['the index', 'UPDATE OR IGNORE asked SET row = 2 WHERE row = 1'],
    ['the facts', "UPDATE meta SET sealed = x'00'"],
  ])('%s that was altered is found', async (_what, change) => {
    await using docking = await RunningDocking.start({ manifest: replicaManifest(), now: () => closed })
    await refresh(docking, lastOpen)
    const file = join(docking.folder.path, 'replicas', 'marriage.sqlite')
    {
      using database = new DatabaseSync(file)
      database.exec(change)
    }
    expect((await ask(docking, by)).body['code']).toBe('STATE_CORRUPT')
    writeFileSync(file, 'not a database, and long enough to be looked at as one'.repeat(100))
    expect((await ask(docking, by)).body['code']).toBe('STATE_CORRUPT')
  })
})
