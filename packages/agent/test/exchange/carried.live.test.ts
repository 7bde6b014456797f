import { join } from 'node:path'
import { startRelay } from '@berth/conformance'
import { verifyReceipts } from '@berth/trust'
import { expect, test } from 'vitest'
import { makeOpenFolder } from '../../../../test/servers/describe-file-store.ts'
import { describeServer } from '../../../../test/servers/live.ts'
import type { SftpServerData } from '../../../../test/servers/sftp.ts'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { carried, type Elsewhere, filesIn, recordsIn } from './carried.ts'
import { randomOf, seed } from './random.ts'
import { createRegistry, openRegistryState, personRecord } from './registry.ts'
import { key, sync } from './sync-process.ts'
import { syncSettings } from './sync-settings.ts'

const rows = 60_000

function expected(): string[] {
  return Array.from({ length: rows }, (_, index) => personRecord(index + 1)).sort((one, other) =>
    one < other ? -1 : 1,
  )
}

function sftpAt({ host, port, user, privateKey, hostKey }: SftpServerData, folder: string): Elsewhere {
  return { connector: 'sftp', options: { host, port, user, privateKey, hostKey, folder } }
}

async function receiptsOf(folder: string): Promise<number> {
  await using state = openRegistryState(folder)
  const receipts = await state.receipts(0, 1000)
  expect(verifyReceipts(receipts)).toEqual({ ok: true, count: receipts.length })
  return receipts.filter(({ outcome }) => outcome === 'delivered').length
}

describeServer('sftp', `files that are carried over SFTP, seed ${seed}`, (data) => {
  test('kill -9 at random moments: there once and whole, nothing waits behind', { timeout: 180_000 }, async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, rows)
    const random = randomOf(seed)
    const whole = join(data.folder, 'carried-whole')
    makeOpenFolder(whole)
    const { ranMs } = await sync(folder.path, 'file', '', { carryTo: sftpAt(data, whole) })
    for (let round = 0; round < 3; round++) {
      using own = new TemporaryFolder()
      createRegistry(own.path, rows)
      const there = join(data.folder, `carried-${round}`)
      makeOpenFolder(there)
      let kills = 0
      for (let done = false; !done; ) {
        const killAfterMs = kills < 3 ? { killAfterMs: ranMs * (0.5 + random() * 0.5) } : {}
        const { killed, result, failure } = await sync(own.path, 'file', '', {
          ...killAfterMs,
          carryTo: sftpAt(data, there),
        })
        if (killed) kills++
        expect(killed || result !== undefined, failure).toBe(true)
        expect([0, rows], 'half a file').toContain(recordsIn(join(there, 'in')).length)
        done = result !== undefined || (await receiptsOf(own.path)) > 0
      }
      expect(recordsIn(join(there, 'in'))).toEqual(expected())
      expect(await receiptsOf(own.path)).toBe(1)
      expect(filesIn(join(there, 'in'))).toEqual(['person-000001.ndjson', 'person-000001.ndjson.manifest.json'])
    }
  })

  test('a line that is cut in the middle of a file: the next exchange goes on', { timeout: 60_000 }, async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, rows)
    const there = join(data.folder, 'carried-cut')
    makeOpenFolder(there)
    await using relay = await startRelay(data)
    let passed = 0
    relay.order(
      {
        at: 'to-server',
        where: (chunk) => {
          passed += chunk.length
          return passed > 1_500_000 && passed < 1_700_000
        },
      },
      { does: 'lose-answer' },
    )
    const elsewhere = sftpAt({ ...data, port: relay.port }, there)
    const run = async (): ReturnType<typeof runExchange> => {
      await using state = openRegistryState(folder.path)
      return await runExchange(carried(syncSettings(folder.path, 'file', state, '', key), elsewhere))
    }
    await expect(run()).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    expect(filesIn(join(there, 'in'))).toEqual(['person-000001.ndjson.part'])
    expect(await receiptsOf(folder.path)).toBe(0)
    const direct = sftpAt(data, there)
    await using state = openRegistryState(folder.path)
    const result = await runExchange(carried(syncSettings(folder.path, 'file', state, '', key), direct))
    expect(result.rows).toBe(rows)
    expect(recordsIn(join(there, 'in'))).toEqual(expected())
    expect(filesIn(join(there, 'in'))).toEqual(['person-000001.ndjson', 'person-000001.ndjson.manifest.json'])
    expect(filesIn(join(folder.path, '.berth', 'waiting', 'exchange', 'person'))).toEqual([])
  })
})
