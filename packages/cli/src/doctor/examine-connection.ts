import { openSession } from '@berth/core'
import type { Connection, DockingManifest } from '@berth/manifest'
import { asBerthError } from '../command/as-berth-error.ts'
import { loadConnector } from '../connections/load-connector.ts'
import { connectionOptions, sessionSettings } from '../connections/open-connection.ts'
import type { Diagnosis, Examination } from './diagnosis.ts'
import { examineName, examinePort } from './examine-network.ts'
import { examineSession } from './examine-session.ts'

/** In the order they are examined: each needs those before it. */
const steps: readonly Examination[] = ['connector', 'options', 'name', 'port', 'login', 'charset', 'clock', 'rights']

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
    step = 'options'
    const options = connectionOptions(manifest, connection, connector)
    yield { examination: 'options', subject, state: 'ok' }
    const { host, port } = { ...defaults(connector.manifest.options), ...options }
    if (typeof host === 'string') {
      step = 'name'
      const name = await examineName(subject, host)
      yield name
      if (name.error !== undefined) return yield* skipped(subject, step)
      if (typeof port === 'number') {
        step = 'port'
        const reached = await examinePort(subject, host, port)
        yield reached
        if (reached.error !== undefined) return yield* skipped(subject, step)
      }
    }
    step = 'login'
    await using session = await openSession(connector, options, { ...sessionSettings(connection), signal })
    const facts = await session.ping({ signal })
    yield { examination: 'login', subject, state: 'ok', fact: facts.product }
    yield* await examineSession(manifest, subject, session, facts, signal)
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

function* skipped(subject: string, after: Examination): Generator<Diagnosis> {
  const rest = steps.slice(steps.indexOf(after) + 1).filter((step) => step !== 'name' && step !== 'port')
  for (const examination of rest) yield { examination, subject, state: 'skipped' }
}
