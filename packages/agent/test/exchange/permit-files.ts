import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connector as file } from '@berth/connector-file'
import { connector as sqlite } from '@berth/connector-sqlite'
import { openSession } from '@berth/core'
import type { Connection, DockingManifest, Resource } from '@berth/manifest'
import type { ExchangeSettings } from '../../src/exchange/exchange.ts'
import type { OpenConnection } from '../../src/sessions/open-connection.ts'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import type { StatePort } from '../../src/state/state-port.ts'
import { testItem } from '../plan/test-item.ts'

/** What a docking writes about permits that come as one CSV a night in GB18030. */
export const nightlyPermits = {
  files: 'permits-{yyyyMMdd}.csv',
  charset: 'GB18030',
  contents: 'newest',
  columns: { id: { from: '许可证号', type: 'text(18)' }, name: { from: '单位名称' }, fee: { from: '费用' } },
  key: ['id'],
}

const permit: Resource = {
  id: 'permit',
  title: { zh: '行政许可' },
  draft: false,
  sharing: { type: 'conditional', condition: '依法', basis: '条例', purposes: [] },
  update: { cycle: 'daily' },
  from: { connection: 'drop', dataset: 'permits', key: ['id'] },
  items: [
    testItem('id', 'text(18)', { from: 'id', required: true }),
    testItem('name', 'text(40)', { from: 'name' }),
    testItem('fee', 'decimal(12,2)', { from: 'fee' }),
  ],
  provide: {
    parameter: { by: [['id']], limit: 5, offline: 'reject' },
    file: { to: 'out', format: 'ndjson', clearance: 3 },
    table: { to: 'target', dataset: 'ZH_PERMIT', columns: {}, clearance: 3 },
  },
}

/** A docking of a folder `drop` with permits, and of a table that they may go to. */
export function permitManifest(
  folder: string,
  definition: Readonly<Record<string, unknown>>,
  changes?: 'log' | 'snapshot',
): DockingManifest {
  const from = { ...permit.from, ...(changes === undefined ? {} : { changes: { by: changes } }) }
  const connection = (id: string, use: string, options: Connection['options'], datasets = {}): Connection => ({
    id,
    use,
    options,
    datasets,
  })
  return {
    berth: 1,
    system: { id: 'province.hub', title: { zh: '省平台' }, owner: { title: { zh: '某局' }, code: '' } },
    connections: {
      drop: connection('drop', '@berth/connector-file', { folder: join(folder, 'drop') }, { permits: definition }),
      target: connection('target', '@berth/connector-sqlite', { file: join(folder, 'target.sqlite') }),
    },
    resources: { permit: { ...permit, from } },
    operations: {},
    digest: 'cd'.repeat(32),
    folder,
  }
}

/** Opens the connections by the real connectors. */
export function openPermits(manifest: DockingManifest): OpenConnection {
  return (id, { access, signal }) => {
    const { use = '', options = {}, datasets = {} } = manifest.connections[id] ?? {}
    return openSession(use.endsWith('file') ? file : sqlite, options, {
      access,
      datasets,
      ...(signal === undefined ? {} : { signal }),
    })
  }
}

/** Makes the folder and the table. */
export function createPermits(folder: string): void {
  mkdirSync(join(folder, 'drop'), { recursive: true })
  const target = new DatabaseSync(join(folder, 'target.sqlite'))
  target.exec('CREATE TABLE ZH_PERMIT (id TEXT PRIMARY KEY, name TEXT, fee TEXT) STRICT')
  target.close()
}

/** Has a file there that was written a minute ago. */
export function drop(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, 'drop', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  const at = new Date(Date.now() - 60_000)
  utimesSync(path, at, at)
}

export function openPermitState(folder: string): StatePort {
  return openSqliteState(join(folder, '.berth'), 'province.hub')
}

/** Settings of an exchange of the permits, with small batches. */
export function permitSettings(manifest: DockingManifest, state: StatePort, exit: 'file' | 'table'): ExchangeSettings {
  const { folder } = manifest
  return {
    manifest,
    resource: 'permit',
    exit,
    state,
    openConnection: openPermits(manifest),
    rejectsFolder: join(folder, '.berth', 'rejects'),
    waitingFolder: join(folder, '.berth', 'waiting'),
    batchRows: 100,
  }
}

/** What the table shows, in the order of the ids. */
export function shownPermits(folder: string): readonly (readonly unknown[])[] {
  const path = join(folder, 'target.sqlite')
  if (!existsSync(path)) return []
  const target = new DatabaseSync(path)
  try {
    const statement = target.prepare('SELECT id, name, fee FROM ZH_PERMIT ORDER BY id')
    return statement.all().map(({ id, name, fee }) => [id, name, fee])
  } finally {
    target.close()
  }
}
