import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { DockingManifest } from '@berth/manifest'
import { exportPublicJwk, generateKey } from '@berth/trust'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import { openSqliteState } from '../../src/state/sqlite-state.ts'
import { createPermits, permitManifest, permitSettings } from './permit-files.ts'

/** The sender's key; a receiver knows the public half. */
const key = generateKey('city.permits')

/** The docking of the receiver of signed batches. */
export function loadPermitDocking(folder: string): DockingManifest {
  const batches = {
    system: 'city.permits',
    resource: 'permit',
    keys: join(folder, 'senders.json'),
    receipts: 'receipts',
  }
  const definition = { files: 'permit-*.ndjson', contents: 'changes', key: ['id'], batches, settledMs: 0 }
  return permitManifest(folder, definition, 'log')
}

/** A department whose agent writes permits into signed data files, told by an outbox. */
export class PermitSender {
  readonly #folder: string

  /** Makes its database and the folder of the receiver. */
  constructor(folder: string) {
    this.#folder = join(folder, 'city')
    createPermits(folder)
    writeFileSync(join(folder, 'senders.json'), JSON.stringify({ keys: [exportPublicJwk(key)] }))
    mkdirSync(this.#folder)
    this.change('CREATE TABLE PERMIT (id TEXT PRIMARY KEY, name TEXT, fee TEXT)')
  }

  change(sql: string): void {
    const database = new DatabaseSync(join(this.#folder, 'source.sqlite'))
    database.exec(sql)
    database.close()
  }

  /** The permits as the sender has them. */
  permits(): readonly (readonly unknown[])[] {
    const database = new DatabaseSync(join(this.#folder, 'source.sqlite'))
    const rows = database.prepare('SELECT id, name, fee FROM PERMIT ORDER BY id').all()
    database.close()
    return rows.map(({ id, name, fee }) => [id, name, fee])
  }

  /** Writes what changed into its next signed data file. */
  async send(): Promise<void> {
    const manifest = permitManifest(this.#folder, {}, 'snapshot')
    const { permit } = manifest.resources
    if (permit === undefined) throw new TypeError('there are permits')
    const source = { ...manifest.connections['target'], options: { file: join(this.#folder, 'source.sqlite') } }
    const own: DockingManifest = {
      ...manifest,
      system: { ...manifest.system, id: 'city.permits' },
      connections: { ...manifest.connections, target: { id: 'target', use: '', datasets: {}, ...source } },
      resources: { permit: { ...permit, from: { ...permit.from, connection: 'target', dataset: 'PERMIT' } } },
    }
    await using state = openSqliteState(join(this.#folder, '.berth'), 'city.permits')
    await runExchange({ ...permitSettings(own, state, 'file'), key })
  }

  /** The manifests of what was sent, in order. */
  sent(): readonly {
    file: string
    sequence: number
    sha256: string
    rows: number
    bytes: number
    system: string
    resource: string
  }[] {
    const out = join(this.#folder, 'out')
    const names = readdirSync(out).filter((name) => name.endsWith('.manifest.json'))
    return names.sort().map((name) => JSON.parse(readFileSync(join(out, name), 'utf8')))
  }

  /** Somebody carries the files across, in any order. */
  carryAcross(folder: string, names: (name: string) => boolean = () => true): void {
    const out = join(this.#folder, 'out')
    for (const name of readdirSync(out).filter(names)) cpSync(join(out, name), join(folder, 'drop', name))
  }
}
