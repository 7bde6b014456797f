import { BerthError, type Connector, openSession } from '@berth/core'
import type { Connection, DockingManifest } from '@berth/manifest'
import { asBerthError } from '../command/as-berth-error.ts'
import { loadConnector } from '../connections/load-connector.ts'
import { connectionOptions, sessionSettings } from '../connections/open-connection.ts'
import type { Diagnosis, Examination } from './diagnosis.ts'
import { examineName, examinePort } from './examine-network.ts'
import { examineSession } from './examine-session.ts'
import { examineTls } from './examine-tls.ts'

/** In the order they are examined: each needs those before it. */
const steps: readonly Examination[] = [
  'connector',
  'driver',
  'options',
  'name',
  'port',
  'tls',
  'login',
  'charset',
  'clock',
  'rights',
]

/** Not every connection has them. */
const optional: ReadonlySet<Examination> = new Set<Examination>(['driver', 'name', 'port', 'tls'])

/** Examines one connection step by step. Behind a step that failed, the rest is `skipped`. */
export async function* examineConnection(
  manifest: DockingManifest,
  connection: Connection,
  signal: AbortSignal,
): AsyncGenerator<Diagnosis> {
  const subject = connection.id
  let step: Examination = 'connector'
  try {
    const connector = await loadConnector(connection.use, manifest.folder)
    yield { examination: 'connector', subject, state: 'ok', fact: connection.use }
    step = 'driver'
    yield* examineDriver(subject, connector, manifest.folder)
    step = 'options'
    const options = connectionOptions(manifest, connection, connector)
    yield { examination: 'options', subject, state: 'ok' }
    const given = { ...defaults(connector.manifest.options), ...options }
    const { host, port, secure } = placeOf(given)
    if (host !== undefined) {
      step = 'name'
      const name = await examineName(subject, host)
      yield name
      if (name.error !== undefined) return yield* skipped(subject, step)
      if (port !== undefined) {
        step = 'port'
        const reached = await examinePort(subject, host, port)
        yield reached
        if (reached.error !== undefined) return yield* skipped(subject, step)
        step = 'tls'
        if (secure) yield await examineTls(subject, { host, port, ...authorities(given) })
      }
    }
    step = 'login'
    await using session = await openSession(connector, options, { ...sessionSettings(connection), signal })
    const facts = await session.ping({ signal })
    yield { examination: 'login', subject, state: 'ok', fact: facts.product }
    yield* await examineSession(manifest, subject, session, facts, signal)
    yield* examineWriting(manifest, connection, connector, options, signal)
  } catch (failure) {
    const error = asBerthError(failure)
    if (error.code === 'ABORTED') throw error
    // Options are checked when the session opens: a wrong one is not the login's fault.
    const examination = step === 'login' && /^(?:OPTION|DEFINITION)_/.test(error.code) ? 'options' : step
    yield { examination, subject, state: 'failed', error }
    yield* skipped(subject, step)
  }
}

function defaults(schemas: Readonly<Record<string, { readonly default?: unknown }>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schemas).map(([option, schema]) => [option, schema.default]))
}

/** Where a system is: `host` and `port`, or an address. Empty where it is neither. */
function placeOf({ host, port, url }: Record<string, unknown>): { host?: string; port?: number; secure: boolean } {
  if (typeof host === 'string') return { host, ...(typeof port === 'number' ? { port } : {}), secure: false }
  if (typeof url !== 'string' || !/^https?:/.test(url) || !URL.canParse(url)) return { secure: false }
  const { hostname, port: written, protocol } = new URL(url)
  const secure = protocol === 'https:'
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(written || (secure ? 443 : 80)), secure }
}

function authorities({ caFile }: Record<string, unknown>): { readonly authorities?: string } {
  return typeof caFile === 'string' ? { authorities: caFile } : {}
}

/** The library that a connector drives: whether it is there, and which release. */
async function* examineDriver(subject: string, { manifest }: Connector, folder: string): AsyncGenerator<Diagnosis> {
  const { driver, name: connector } = manifest
  if (driver === undefined) return
  const { installedPackage } = await import('@berth/conformance')
  const found =
    (await installedPackage(driver.package, folder)) ?? (await installedPackage(driver.package, import.meta.dirname))
  if (found === undefined) throw new BerthError('DRIVER_MISSING', { connector, package: driver.package })
  yield { examination: 'driver', subject, state: 'ok', fact: `${found.name} (${driver.range})` }
}

/** Where operations hand something in: whether the system takes it from this login at all. Nothing is written. */
async function* examineWriting(
  { operations }: DockingManifest,
  connection: Connection,
  connector: Connector,
  options: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): AsyncGenerator<Diagnosis> {
  const accepting = Object.values(operations).filter(({ accept }) => accept.parameter.connection === connection.id)
  if (accepting.length === 0) return
  const about = { examination: 'writing', subject: connection.id } as const
  await using session = await openSession(connector, options, {
    ...sessionSettings(connection),
    access: 'write',
    signal,
  })
  const { writable } = await session.ping({ signal })
  const error = new BerthError('PERMISSION_DENIED', { subject: connection.id })
  yield writable ? { ...about, state: 'ok' } : { ...about, state: 'failed', error }
}

function* skipped(subject: string, after: Examination): Generator<Diagnosis> {
  const rest = steps.slice(steps.indexOf(after) + 1).filter((step) => !optional.has(step))
  for (const examination of rest) yield { examination, subject, state: 'skipped' }
}
