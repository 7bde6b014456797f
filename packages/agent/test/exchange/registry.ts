import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connector } from '@berth/connector-sqlite'
import { openSession } from '@berth/core'
import type { DockingManifest, Resource } from '@berth/manifest'
import type { ExchangeSettings } from '../../src/exchange/exchange.ts'
import type { OpenConnection } from '../../src/sessions/open-connection.ts'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import type { StatePort } from '../../src/state/state-port.ts'
import { testItem } from '../plan/test-item.ts'

/** What stands in the column that nobody graded: it must turn up nowhere. */
export const canary = '金丝雀canary7Q'

/** Makes the department's database: `rows` persons, and the table of another system that they may go to. */
export function createRegistry(folder: string, rows: number): void {
  mkdirSync(folder, { recursive: true })
  const source = new DatabaseSync(join(folder, 'source.sqlite'))
  source.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE PERSON (ID INTEGER PRIMARY KEY, XM CHAR(12), CSRQ VARCHAR(8), BZ VARCHAR(40), BB INTEGER NOT NULL)`)
  source.exec('BEGIN')
  insertPersons(source, 1, rows)
  source.exec('COMMIT')
  source.close()
  const target = new DatabaseSync(join(folder, 'target.sqlite'))
  target.exec('CREATE TABLE ZH_PERSON (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born TEXT) STRICT')
  target.close()
}

export function insertPersons(source: DatabaseSync, from: number, to: number): void {
  const insert = source.prepare('INSERT INTO PERSON VALUES (?, ?, ?, ?, ?)')
  for (let id = from; id <= to; id++) {
    const day = `19${String(50 + (id % 50))}0${1 + (id % 9)}1${id % 10}`
    insert.run(id, `姓名${id}`.padEnd(12), day, canary, id)
  }
}

/** The record of a person as it must arrive. */
export function personRecord(id: number): string {
  const day = `19${50 + (id % 50)}-0${1 + (id % 9)}-1${id % 10}`
  return JSON.stringify({ id: String(id), name: `姓名${id}`, born: day })
}

/** The docking's manifest. */
export function registryManifest(folder: string, change: Partial<Resource> = {}): DockingManifest {
  const { grade: _, ...ungraded } = testItem('remark', 'text(40)', { from: 'BZ' })
  const resource: Resource = {
    id: 'person',
    title: { zh: '人员' },
    draft: false,
    sharing: { type: 'conditional', condition: '依法', basis: '条例', purposes: [] },
    update: { cycle: 'daily' },
    from: { connection: 'source', dataset: 'PERSON', key: ['ID'] },
    items: [
      testItem('id', 'int64', { from: 'ID', required: true }),
      testItem('name', 'text(10)', { from: 'XM', required: true, grade: 3 }),
      ungraded,
      testItem('born', 'date', { from: 'CSRQ', format: { pattern: 'yyyyMMdd' } }),
    ],
    provide: {
      file: { to: 'out', format: 'ndjson', clearance: 3, purpose: 'housing-loan' },
      table: { to: 'target', dataset: 'ZH_PERSON', columns: {}, clearance: 3 },
    },
    ...change,
  }
  return {
    berth: 1,
    system: { id: 'city.registry', title: { zh: '登记' }, owner: { title: { zh: '某局' }, code: '' } },
    connections: {
      source: {
        id: 'source',
        use: '@berth/connector-sqlite',
        options: { file: join(folder, 'source.sqlite') },
        datasets: {},
      },
      target: {
        id: 'target',
        use: '@berth/connector-sqlite',
        options: { file: join(folder, 'target.sqlite') },
        datasets: {},
      },
    },
    resources: { person: resource },
    operations: {},
    digest: 'ab'.repeat(32),
    folder,
  }
}

/** Opens the manifest's connections by the real connector. */
export function openConnectionOf(manifest: DockingManifest): OpenConnection {
  return (id, { access, signal }) =>
    openSession(connector, manifest.connections[id]?.options ?? {}, {
      access,
      ...(signal === undefined ? {} : { signal }),
    })
}

export function openRegistryState(folder: string): StatePort {
  return openSqliteState(join(folder, '.berth'), 'city.registry')
}

/** Settings of an exchange of the registry, with small batches and checkpoints. */
export function exchangeSettings(
  folder: string,
  state: StatePort,
  exit: 'file' | 'table',
  change: Partial<Resource> = {},
): ExchangeSettings {
  const manifest = registryManifest(folder, change)
  return {
    manifest,
    resource: 'person',
    exit,
    state,
    openConnection: openConnectionOf(manifest),
    rejectsFolder: join(folder, '.berth', 'rejects'),
    waitingFolder: join(folder, '.berth', 'waiting'),
    batchRows: 100,
    checkpointRows: 300,
  }
}

/** What the other system shows, as records in the order of their ids. */
export function targetRecords(folder: string): string[] {
  const file = join(folder, 'target.sqlite')
  if (!existsSync(file)) return []
  // Not read-only: after a kill it is the reader that rolls the other system's unfinished transaction back.
  const target = new DatabaseSync(file)
  try {
    const rows = target.prepare('SELECT id, name, born FROM ZH_PERSON ORDER BY id').all()
    return rows.map(({ id, name, born }) => JSON.stringify({ id: String(id), name, born }))
  } finally {
    target.close()
  }
}
