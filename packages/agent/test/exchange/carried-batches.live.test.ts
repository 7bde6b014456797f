import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ConnectorSession, openSession, Secret } from '@berth/core'
import { exportPublicJwk } from '@berth/trust'
import { describe, expect, test } from 'vitest'
import { makeOpenFolder } from '../../../../test/servers/describe-file-store.ts'
import { describeServer } from '../../../../test/servers/live.ts'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { carried, connectorOf, type Elsewhere, filesIn } from './carried.ts'
import { createRegistry, insertPersons, openRegistryState } from './registry.ts'
import { key } from './sync-process.ts'
import { syncSettings } from './sync-settings.ts'

const columns = [{ name: 'id' }, { name: 'name' }, { name: 'born' }]
const by = { kind: 'log', key: ['id'] } as const

describeServer('sftp', 'signed batches', ({ host, port, user, privateKey, hostKey, folder }) => {
  describeBatches('sftp', folder, { host, port, user, privateKey, hostKey })
})

describeServer('ftp', 'signed batches', ({ host, ports, user, password, caFile, folder }) => {
  describeBatches('ftp', folder, { host, port: ports.explicit, user, password: new Secret(password), caFile })
})

/** One department sends batches through a server, another reads them, and says that it has them. */
function describeBatches(connector: Elsewhere['connector'], root: string, login: Elsewhere['options']): void {
  describe(`over ${connector}`, () => {
    test('arrive in order with receipts; one that was altered on the way is refused as a whole', async () => {
      using sender = new TemporaryFolder()
      const there = join(root, `batches-${connector}`)
      makeOpenFolder(there)
      const elsewhere: Elsewhere = { connector, options: { ...login, folder: there } }
      createRegistry(sender.path, 40)
      await send(sender.path, elsewhere)
      grow(sender.path, 41, 50)
      await send(sender.path, elsewhere)
      const files = ['person-000001.ndjson', 'person-000002.ndjson']
      expect(filesIn(join(there, 'in'))).toEqual(files.flatMap((file) => [file, `${file}.manifest.json`]))

      const keys = join(sender.path, 'keys.json')
      writeFileSync(keys, JSON.stringify(exportPublicJwk(key)))
      await using session = await openSession(await connectorOf(connector), elsewhere.options, {
        access: 'write',
        datasets: { persons: definition(keys) },
      })
      const { rows, cursor } = await changes(session)
      expect(rows).toBe(90)
      await session.acknowledge({ dataset: 'persons', by, upTo: cursor ?? '' })
      for (const file of files) {
        const receipt: unknown = JSON.parse(readFileSync(join(there, 'receipts', `${file}.receipt.json`), 'utf8'))
        expect(receipt).toMatchObject({ file, sequence: Number(/\d+/.exec(file)?.[0]) })
      }

      await send(sender.path, elsewhere)
      const third = join(there, 'in', 'person-000003.ndjson')
      const bytes = readFileSync(third)
      bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1
      // Under root the server's files can be written; the server itself would let its user do it too.
      writeFileSync(third, bytes)
      await expect(changes(session, cursor)).rejects.toMatchObject({ code: 'BATCH_ALTERED' })
      expect(existsSync(join(there, 'receipts', 'person-000003.ndjson.receipt.json'))).toBe(false)
    })
  })
}

function definition(keys: string): Record<string, unknown> {
  return {
    files: 'in/person-*.ndjson',
    columns: { id: 'int64', name: 'text(10)', born: 'date' },
    key: ['id'],
    settledMs: 0,
    contents: 'changes',
    batches: { system: 'city.registry', resource: 'person', keys, receipts: 'receipts' },
  }
}

async function send(folder: string, elsewhere: Elsewhere): Promise<void> {
  await using state = openRegistryState(folder)
  await runExchange({ ...carried(syncSettings(folder, 'file', state, '', key), elsewhere), key })
}

function grow(folder: string, from: number, to: number): void {
  const source = new DatabaseSync(join(folder, 'source.sqlite'))
  insertPersons(source, from, to)
  source.close()
}

/** Everything that changed behind a cursor, counted. */
async function changes(
  session: ConnectorSession,
  after?: string,
): Promise<{ readonly rows: number; readonly cursor: string | undefined }> {
  let rows = 0
  let cursor = after
  const request = { dataset: 'persons', columns, by, batchRows: 25, ...(after === undefined ? {} : { after }) }
  for await (const batch of session.changes(request)) {
    expect(batch.unreadable ?? []).toEqual([])
    rows += batch.rows.length
    cursor = batch.cursor
  }
  return { rows, cursor }
}
