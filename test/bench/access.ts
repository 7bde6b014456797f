import { DatabaseSync } from 'node:sqlite'
import type { OpenConnection } from '@berth/agent'
import { connector as firebird } from '@berth/connector-firebird'
import { connector as mysql } from '@berth/connector-mysql'
import { connector as postgres } from '@berth/connector-postgres'
import { connector as sqlite } from '@berth/connector-sqlite'
import { type Connector, openSession } from '@berth/core'
import { type DockingManifest, parseManifest } from '@berth/manifest'
import { attach, type Database, type Options } from 'node-firebird'
import { benchManifest } from './datasets.ts'

/** Where a bench table is: plain data, so that it can be given to a process of its own. */
export type BenchPlace =
  | { readonly kind: 'sqlite'; readonly options: { readonly file: string } }
  | { readonly kind: 'firebird' | 'postgres' | 'mysql'; readonly options: ServerPlace }

export interface ServerPlace {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** A way to one row by its key with the driver alone: what a hand-written service does. */
export interface RawQuestions extends AsyncDisposable {
  ask(id: number): Promise<readonly unknown[]>
}

export const question = 'SELECT ID, XM, SFZH, LXDH, JE, DJRQ, GXSJ, BZ FROM T_DJ WHERE ID = ?'

const connectors = { sqlite, firebird, postgres, mysql } as Readonly<Record<BenchPlace['kind'], Connector>>

/** The options only have to hold as such: connections are opened from the place itself. */
const placeholders: Readonly<Record<BenchPlace['kind'], string>> = {
  sqlite: 'file: registry.db',
  firebird: 'host: localhost, database: registry.fdb, user: bench',
  postgres: 'host: localhost, database: registry, user: bench',
  mysql: 'host: localhost, database: registry, user: bench',
}

/** The manifest of a bench table; `change` makes another one of its text. */
export function manifestFor(
  { kind }: BenchPlace,
  folder: string,
  change: (text: string) => string = (text) => text,
): DockingManifest {
  const connection = `  registry: { use: "@berth/connector-${kind}", options: { ${placeholders[kind]} } }`
  const { manifest, findings } = parseManifest(change(benchManifest(connection)), { file: 'bench', folder })
  if (manifest === undefined) throw new Error(`the bench manifest does not hold: ${JSON.stringify(findings[0])}`)
  return manifest
}

export function connectorOf({ kind }: BenchPlace): Connector {
  return connectors[kind]
}

export function openerFor(place: BenchPlace): OpenConnection {
  const connector = connectorOf(place)
  return (_id, settings) => openSession(connector, { ...place.options }, { ...settings, callTimeoutMs: 300_000 })
}

export function attachFirebird(place: ServerPlace): Promise<Database> {
  const options: Options = { ...place, encoding: 'UTF8' }
  return new Promise((resolve, reject) => {
    attach(options, (error, opened) => (error ? reject(error) : resolve(opened)))
  })
}

export function detachFirebird(opened: Database): Promise<void> {
  return new Promise((resolve) => opened.detach(() => resolve()))
}

/** Questions over `sessions` connections in turn; SQLite has no use for more than one. */
export async function rawQuestions(place: BenchPlace, sessions: number): Promise<RawQuestions> {
  if (place.kind === 'sqlite') {
    const database = new DatabaseSync(place.options.file, { readOnly: true })
    const statement = database.prepare(question)
    return {
      ask: (id) => Promise.resolve(statement.all(id)),
      [Symbol.asyncDispose]: () => Promise.resolve(database.close()),
    }
  }
  const connections = await Promise.all(Array.from({ length: sessions }, () => attachFirebird(place.options)))
  let next = 0
  return {
    ask: async (id) => (await connections[next++ % connections.length]?.queryAsync(question, [id])) as unknown[],
    [Symbol.asyncDispose]: async () => void (await Promise.all(connections.map(detachFirebird))),
  }
}
