import { connector } from '@berth/connector-sqlite'
import { BerthError, openSession } from '@berth/core'
import { expect, test } from 'vitest'
import { openSqliteState } from '../../src/index.ts'
import { marriageDatabase } from '../docking/marriage-database.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { citizenNumbers, marriageTables } from '../docking/marriage-tables.ts'
import { RunningDocking } from '../docking/running-docking.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

test('health tells of the process, ready of the systems', async () => {
  let down = false
  await using docking = await RunningDocking.start({}, (session) => ({
    ...session,
    async ping(signal) {
      if (down) throw new BerthError('CONNECTION_LOST')
      return await session.ping(signal)
    },
  }))
  expect((await docking.get('/health')).body).toEqual({
    status: 'up',
    system: 'civil-affairs.marriage',
    manifest: marriageManifest.digest,
  })
  const ready = { ready: true, connections: { registry: { ready: true } } }
  expect(await docking.get('/ready')).toMatchObject({ status: 200, body: ready })
  down = true
  expect((await docking.get('/ready')).body, 'an answer holds for a while').toEqual(ready)
  expect((await docking.get('/health')).status).toBe(200)
})

test('metrics count requests, questions, rows, withheld items, errors and sessions', async () => {
  await using docking = await RunningDocking.start()
  await docking.ask({ husbandId: citizenNumbers[1] })
  await docking.ask({ id: 'x' })
  await docking.get('/nowhere')
  const { text, headers } = await docking.get('/metrics')
  expect(headers.get('content-type')).toContain('text/plain')
  for (const line of [
    'berth_requests_total{route="/resources/:resource/lookup",status="200"} 1',
    'berth_requests_total{route="/resources/:resource/lookup",status="400"} 1',
    'berth_requests_total{route="unknown",status="404"} 1',
    'berth_request_duration_seconds_count{route="/resources/:resource/lookup"} 2',
    'berth_lookup_questions_count{connection="registry"} 1',
    'berth_rows_total{resource="marriage"} 3',
    'berth_items_withheld_total{resource="marriage",reason="NO_GRADE"} 1',
    'berth_errors_total{code="PARAMETER_INVALID"} 1',
    'berth_errors_total{code="ADDRESS_UNKNOWN"} 1',
    'berth_sessions{connection="registry",access="read",state="idle"} 1',
    'berth_sessions{connection="registry",access="write",state="busy"} 0',
  ]) {
    expect(text).toContain(line)
  }
})

test('there is no answer without a receipt', async () => {
  using folder = new TemporaryFolder()
  await using state = openSqliteState(folder.path, 'x')
  const full = Object.create(state, {
    claim: { value: (name: string) => state.claim(name) },
    waitingOperations: { value: () => state.waitingOperations() },
    remember: { value: state.remember.bind(state) },
    commit: { value: () => Promise.reject(new BerthError('DISK_FULL', { file: 'state.sqlite' })) },
  }) as typeof state
  await using docking = await RunningDocking.start({ state: full })
  const answer = await docking.ask({ id: 2 })
  expect(answer).toMatchObject({ status: 507, body: { code: 'DISK_FULL' } })
  expect(answer.text).not.toContain('西区')
})

test('a state has one agent', async () => {
  await using docking = await RunningDocking.start()
  await using again = openSqliteState(docking.folder.path, marriageManifest.system.id)
  await expect(RunningDocking.start({ state: again })).rejects.toMatchObject({
    code: 'STATE_LOCKED',
    details: { held: 'agent' },
  })
  await docking.agent.close()
  await using next = await RunningDocking.start({ state: again })
  expect((await next.ask({ id: 2 })).status).toBe(200)
  await next.agent.close()
})

test('a database file is asked and written the same way', async () => {
  using folder = new TemporaryFolder()
  const database = marriageDatabase(folder.path)
  await using docking = await RunningDocking.start({
    openConnection: (_id, { access }) => openSession(connector, { file: database.file }, { access }),
  })
  const together = await Promise.all(citizenNumbers.map((husbandId) => docking.ask({ husbandId })))
  const { marriages } = marriageTables()
  for (const [index, { body }] of together.entries()) {
    const rows = marriages.rows.filter((row) => row[1] === citizenNumbers[index])
    expect((body['rows'] as { id: number }[]).map(({ id }) => id)).toEqual(rows.map(([id]) => id))
  }
  const hostile = await docking.ask({ district: "' OR '1'='1", registeredOn: '2024-01-01' })
  expect([hostile.status, hostile.body['rows']]).toEqual([200, []])
  const input = { husbandId: citizenNumbers[3], wantedOn: '2026-02-01', copies: 1 }
  expect((await docking.submit(input)).body['repeated']).toBe(false)
  expect((await docking.submit(input)).body['repeated']).toBe(true)
  expect(database.applications()).toEqual([{ SFZH: citizenNumbers[3], SQRQ: '20260201', FS: 1 }])
})
