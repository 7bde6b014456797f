import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { type PrivateFirebird, startFirebird } from './firebird.ts'
import type { FirebirdServerData } from './firebird-server.ts'
import { whyUnavailable } from './install.mjs'

/** What the live tests can use: the servers, or why there is none. */
export interface LiveServers {
  readonly firebird: LiveFirebird | { readonly unavailable: string }
}

/** The Firebird servers of a run. */
export interface LiveFirebird {
  readonly main: FirebirdServerData
  /** A second one that offers two SRP plugins. Absent with a server from the environment. */
  readonly twoPlugins?: FirebirdServerData
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: LiveServers
  }
}

const root = new URL('../..', import.meta.url).pathname
const report = path.join(root, 'test', '.work', 'servers-unavailable.json')

/**
 * Starts the private servers of a run of live tests and stops them at its end. `FIREBIRD_ADDRESS=host:port:user:password`
 * names a server to use instead; `FIREBIRD_DIRECTORY` is where it may make databases.
 *
 * Without a server its tests are skipped, and the reason goes to a file that the test launcher prints; in CI
 * (`CI=true`) that is a failure.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = []
  const firebird = await firebirdServers(stops)
  mkdirSync(path.dirname(report), { recursive: true })
  rmSync(report, { force: true })
  if ('unavailable' in firebird) {
    if (process.env['CI'] === 'true') throw new Error(`no Firebird for the live tests: ${firebird.unavailable}`)
    writeFileSync(report, JSON.stringify([{ name: 'firebird', reason: firebird.unavailable }]))
  }
  project.provide('servers', { firebird })
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

async function firebirdServers(stops: (() => Promise<void>)[]): Promise<LiveServers['firebird']> {
  const address = process.env['FIREBIRD_ADDRESS']
  if (address !== undefined && address !== '') return { main: external(address) }
  const reason = whyUnavailable('firebird')
  if (reason !== undefined) return { unavailable: reason }
  const started: PrivateFirebird[] = [await startFirebird(), await startFirebird({ authentication: 'Srp256, Srp' })]
  for (const each of started) stops.push(() => each.stop())
  const [main, twoPlugins] = started.map((each) => each.server.data)
  if (main === undefined || twoPlugins === undefined) throw new Error('a server is missing')
  return { main, twoPlugins }
}

function external(address: string): FirebirdServerData {
  const match = /^([^:]+):(\d+):([^:]+):(.+)$/.exec(address)
  const [, host, port, user, password] = match ?? []
  if (host === undefined || user === undefined || password === undefined)
    throw new Error('FIREBIRD_ADDRESS is host:port:user:password')
  const directory = process.env['FIREBIRD_DIRECTORY'] ?? '/tmp'
  return { host, port: Number(port), user, password, directory, private: false }
}
