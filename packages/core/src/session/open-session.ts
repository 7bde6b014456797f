import type { Connector } from '../contract/connector.ts'
import { BerthError } from '../errors/berth-error.ts'
import { ConnectorSession } from './connector-session.ts'
import { withDeadline } from './deadline.ts'
import { contractVersion } from './define-connector.ts'
import { validateDefinitions } from './definitions.ts'
import { validateOptions } from './options.ts'

/** How a session is opened and what its calls may take. */
export interface SessionOptions {
  /** `write` for a session that rows are written through. @default 'read' */
  readonly access?: 'read' | 'write'
  /** What the docking wrote about datasets, by their names. @default none */
  readonly datasets?: Readonly<Record<string, unknown>>
  /** Until the system has let us in. @default 10000 */
  readonly connectTimeoutMs?: number
  /** For one call, or for the next batch of a read. @default 30000 */
  readonly callTimeoutMs?: number
  /** Ends the attempt to connect. Calls have signals of their own. */
  readonly signal?: AbortSignal
}

/**
 * Opens a session with a system: checks the contract version and the options, fills in defaults, keeps the deadline.
 *
 * Rejects with `CONTRACT_UNSUPPORTED`, an `OPTION_` or `DEFINITION_` code, `CONNECT_TIMEOUT`, `ABORTED`, or what the connector says. A
 * connection that comes up after the deadline is closed at once (RES-1).
 */
export async function openSession(
  connector: Connector,
  options: Readonly<Record<string, unknown>>,
  settings: SessionOptions = {},
): Promise<ConnectorSession> {
  const { manifest } = connector
  if (manifest.contract !== contractVersion) {
    const details = { connector: manifest.name, version: String(manifest.contract), supported: contractVersion }
    throw new BerthError('CONTRACT_UNSUPPORTED', details)
  }
  const valid = validateOptions(manifest, options)
  const datasets = validateDefinitions(manifest, settings.datasets ?? {})
  const access = settings.access ?? 'read'
  const timeoutMs = settings.connectTimeoutMs ?? 10_000
  const place = { host: String(valid['host'] ?? manifest.name), port: String(valid['port'] ?? '-'), timeoutMs }
  const session = await withDeadline(
    'connect',
    { signal: settings.signal, timeoutMs },
    () => new BerthError('CONNECT_TIMEOUT', place),
    (signal) => connector.open(valid, { signal, access, datasets }),
    (late) => void late[Symbol.asyncDispose]().catch(() => undefined),
  ).catch((error: unknown) => {
    throw BerthError.from(error, 'INTERNAL', { subject: `${manifest.name}.open` })
  })
  return new ConnectorSession(manifest, session, access, settings.callTimeoutMs ?? 30_000)
}
