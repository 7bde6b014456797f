import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { whyUnavailable } from './install.mjs'
import { liveFtp, liveSftp } from './live-files.ts'
import { liveFirebird } from './live-firebird.ts'
import { liveMariadb } from './live-mariadb.ts'
import { liveOdbc } from './live-odbc.ts'
import { livePostgres } from './live-postgres.ts'
import { liveGsoap, liveNginx, livePhp, liveSpreadsheets, liveSpyne, liveZeep } from './live-programs.ts'
import type { LiveServer } from './live-server.ts'

/** How each server of the live tests is started, by the name that `install.mjs` knows it by. */
const starts = {
  firebird: liveFirebird,
  ftp: liveFtp,
  gsoap: liveGsoap,
  mariadb: liveMariadb,
  nginx: liveNginx,
  odbc: liveOdbc,
  php: livePhp,
  postgres: livePostgres,
  sftp: liveSftp,
  spreadsheets: liveSpreadsheets,
  spyne: liveSpyne,
  zeep: liveZeep,
}

/** The servers there are, by name. */
export type ServerName = keyof typeof starts
/** What tests are told of a server: plain data. */
export type ServerData<Name extends ServerName> = Awaited<ReturnType<(typeof starts)[Name]>>['data']
/** What the live tests can use: the servers, or why there is none. */
export type LiveServers = { readonly [Name in ServerName]: ServerData<Name> | { readonly unavailable: string } }

declare module 'vitest' {
  interface ProvidedContext {
    servers: LiveServers
  }
}

const root = new URL('../..', import.meta.url).pathname
const report = path.join(root, 'test', '.work', 'servers-unavailable', `${process.pid}.json`)

/**
 * Starts the private servers of a run of live tests and stops them at its end. `BERTH_SERVERS=firebird,postgres` starts
 * only those, for a run that needs no others.
 *
 * Without a server its tests are skipped, and the reason goes to a file that the test launcher prints; in CI
 * (`CI=true`) that is a failure.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = []
  const servers: Record<string, unknown> = {}
  const unavailable: { name: string; reason: string }[] = []
  for (const [name, start] of Object.entries(starts)) {
    const reason = whyNot(name)
    if (reason === undefined) {
      const server: LiveServer<unknown> = await start()
      stops.push(() => server.stop())
      servers[name] = server.data
    } else {
      servers[name] = { unavailable: reason }
      if (reason !== leftOut) unavailable.push({ name, reason })
    }
  }
  mkdirSync(path.dirname(report), { recursive: true })
  rmSync(report, { force: true })
  if (unavailable.length > 0) {
    if (process.env['CI'] === 'true') throw new Error(`servers are missing: ${JSON.stringify(unavailable)}`)
    writeFileSync(report, JSON.stringify(unavailable))
  }
  project.provide('servers', servers as LiveServers)
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

const leftOut = 'left out by BERTH_SERVERS'

function whyNot(name: string): string | undefined {
  const only = process.env['BERTH_SERVERS']
  if (only !== undefined && !only.split(',').includes(name)) return leftOut
  return whyUnavailable(name)
}
