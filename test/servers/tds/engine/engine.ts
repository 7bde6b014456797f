import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { createCatalogue, createTable, type EngineDatabase } from './catalogue.ts'
import type { EngineTable } from './create-table.ts'
import { addFunctions } from './functions.ts'
import type { EngineProcedure } from './procedure-call.ts'
import { EngineSession } from './session.ts'
import { trackChanges } from './tracking.ts'

/**
 * A database behind the TDS test server: SQLite, after a rewriting of the fixed forms of T-SQL that the connector sends
 * (see `rewrite.ts`). It shows what the connector makes of real rows over the real protocol. It does not show that SQL
 * Server understands the statements.
 */
export class TdsEngine {
  readonly file: string
  /** The second channel: the same database past the protocol. */
  readonly database: DatabaseSync
  /** Statements of all sessions, in the order in which they came. */
  readonly log: string[] = []
  /** What sessions have set. */
  readonly settings: string[] = []
  readonly procedures: Map<string, EngineProcedure> = new Map()
  readonly values: Map<string, SQLInputValue> = new Map<string, SQLInputValue>([
    ['SERVER PRODUCTVERSION', '10.50.6000.34'],
    ['DATABASE COLLATION', 'Chinese_PRC_CI_AS'],
    ['DATABASE UPDATEABILITY', 'READ_WRITE'],
    ['MIN_ACTIVE_ROWVERSION', Buffer.alloc(8, 0x7f)],
  ])
  readonly #folder: string
  readonly #tables: Map<string, { readonly id: number; readonly table: EngineTable }> = new Map()

  constructor(settings: EngineDatabase = { name: 'registry', collation: 'Chinese_PRC_CI_AS', snapshot: false }) {
    this.#folder = mkdtempSync(join(tmpdir(), 'berth-tds-'))
    this.file = join(this.#folder, 'engine.db')
    this.values.set('DB_NAME', settings.name)
    this.database = new DatabaseSync(this.file, { timeout: 1000 })
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
    addFunctions(this.database, (name) => this.global(name, false))
    createCatalogue(this.database, settings)
    this.database.exec('CREATE TABLE "sys.version" (version INTEGER); INSERT INTO "sys.version" VALUES (0)')
  }

  session(): EngineSession {
    return new EngineSession(this, this.log)
  }

  global(name: string, inTransaction: boolean): SQLInputValue {
    if (name === 'TRANCOUNT') return Number(inTransaction)
    if (name.startsWith('OBJECT '))
      return this.#one('SELECT object_id FROM "sys.objects" WHERE name = ?', name.slice(7))
    if (name === 'CHANGE_TRACKING_CURRENT_VERSION') return this.#one('SELECT version FROM "sys.version"')
    if (name.startsWith('LEAST VERSION '))
      return this.#one(
        'SELECT min_valid_version FROM "sys.change_tracking_tables" WHERE object_id = ?',
        Number(name.slice(14)),
      )
    return this.values.get(name) ?? null
  }

  /** Makes a table, and remembers what it was made of. Returns its id. */
  createTable(name: string, table: EngineTable, through: DatabaseSync = this.database): number {
    const id = createTable(through, name, table)
    this.#tables.set(name, { id, table })
    return id
  }

  /** Switches change tracking on. */
  track(name: string): void {
    const known = this.#tables.get(name)
    if (known === undefined) throw new TypeError(`the engine has no table ${name}`)
    trackChanges(this.database, name, known.id, known.table)
  }

  #one(text: string, ...given: readonly SQLInputValue[]): SQLInputValue {
    const row = this.database.prepare(text).get(...given)
    return row === undefined ? null : (Object.values(row)[0] ?? null)
  }

  /** Runs T-SQL past the protocol. */
  run(text: string): void {
    const session = this.session()
    try {
      for (const _ of session.run(text, {}));
    } finally {
      session.close()
    }
  }

  close(): void {
    this.database.close()
    rmSync(this.#folder, { recursive: true })
  }
}
