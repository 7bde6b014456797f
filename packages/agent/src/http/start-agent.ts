import { lookup } from 'node:dns/promises'
import { setTimeout } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { ReplayStore, SignerSource, VerificationKey } from '@berth/trust'
import type { Logger } from 'pino'
import { type BackgroundState, backgroundState } from '../background/background-state.ts'
import { SystemHours } from '../hours/system-hours.ts'
import { AgentMetrics } from '../metrics/agent-metrics.ts'
import { openApiDocument } from '../openapi/openapi-document.ts'
import { queueTasks } from '../queue/queue-tasks.ts'
import { SubmissionQueue } from '../queue/submission-queue.ts'
import { Replicas } from '../replica/replicas.ts'
import { runSchedule } from '../schedule/schedule.ts'
import { Admission } from '../service/admission.ts'
import { LookupService } from '../service/lookup-service.ts'
import { OperationService } from '../service/operation-service.ts'
import { type RevocationSource, Revocations } from '../service/revocations.ts'
import { ServiceJourney } from '../service/service-journey.ts'
import { ConnectionPools, requirePool } from '../sessions/connection-pools.ts'
import type { OpenConnection } from '../sessions/open-connection.ts'
import type { SessionPool } from '../sessions/session-pool.ts'
import { type SoapLogin, SoapLogins } from '../soap/soap-logins.ts'
import { addSoapRoutes } from '../soap/soap-routes.ts'
import type { StatePort } from '../state/state-port.ts'
import { ServedTls } from '../tls/served-tls.ts'
import { buildServer } from './build-server.ts'
import { logError } from './log-error.ts'
import { addOperatorRoutes } from './operator-routes.ts'
import { Readiness } from './readiness.ts'
import { addServiceRoutes } from './service-routes.ts'

export interface StartAgentOptions {
  readonly manifest: DockingManifest
  readonly openConnection: OpenConnection
  /** Stays the caller's: it is not closed with the agent. */
  readonly state: StatePort
  /** Of the platforms that may ask, each under the platform's id. Grants are verified with them too. */
  readonly platformKeys: readonly VerificationKey[]
  /** Port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number }
  readonly log: Logger
  /** Signs answers to signed requests: the key that the system is enrolled with. @default they are not signed */
  readonly answerKey?: SignerSource
  /** Where lists of revoked grants come from. @default nowhere: a grant holds until it expires */
  readonly revocations?: RevocationSource
  /** Who may log in to the SOAP service, by user name, where the manifest has one. @default nobody */
  readonly soapLogins?: ReadonlyMap<string, SoapLogin>
  /** @default in the state, so that a request that was seen is refused after a restart too */
  readonly replay?: ReplayStore
  /** The most sessions of one kind with one connection. @default 4 */
  readonly maxSessions?: number
  /** The most questions in one call to a system; 1 asks each alone. @default 64 */
  readonly maxTogether?: number
  /** @default 262144 */
  readonly maxBodyBytes?: number
  /** Until a request has arrived whole. @default 30000 */
  readonly requestTimeoutMs?: number
  /** How long requests under way may still take when the agent stops. @default 10000 */
  readonly stopTimeoutMs?: number
  /** What the system's hours are told by, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
  /** How often what waits for a system is tried while its hours last. @default 30000 */
  readonly queueEveryMs?: number
  /** How often it is looked whether the files of `serve.tls` were replaced. @default 5000 */
  readonly certificatesEveryMs?: number
}

/** An agent that answers. */
export interface RunningAgent {
  /** `http://127.0.0.1:8080` */
  readonly address: string
  /**
   * Stops: refuses new requests with `STOPPING`, lets those under way end within `stopTimeoutMs`, cuts the rest, closes
   * the sessions. Safe to call twice.
   */
  close(): Promise<void>
}

/**
 * Starts the service side of the docking agent.
 *
 * Rejects with `PORT_IN_USE`, `ADDRESS_UNUSABLE`, or `STATE_LOCKED` when another agent has this state: operations that were
 * taken in belong to one, or with `CERTIFICATE_UNUSABLE`. A system that is down is no reason not to start: `/ready` tells.
 *
 * @see docs/contract/platform-protocol.md
 */
export async function startAgent(options: StartAgentOptions): Promise<RunningAgent> {
  const claim = await options.state.claim('agent')
  try {
    return await startClaimed(options, claim)
  } catch (error) {
    await claim[Symbol.asyncDispose]()
    throw error
  }
}

async function startClaimed(options: StartAgentOptions, claim: AsyncDisposable): Promise<RunningAgent> {
  const { manifest, state, log, maxSessions, maxTogether, queueEveryMs = 30_000 } = options
  const queue = await SubmissionQueue.open(manifest, state)
  const pools = new ConnectionPools(manifest, options.openConnection, maxSessions === undefined ? {} : { maxSessions })
  const hours = new SystemHours(manifest, options.now)
  const replicas = new Replicas(manifest, state, hours)
  const background = async (): Promise<BackgroundState> => {
    const known = { replicas: replicas.states, queues: queue.counts, sent: await state.sentFiles() }
    return backgroundState(manifest, known, hours.now())
  }
  const metrics = new AgentMetrics(
    () => pools.states,
    hours,
    () => queue.counts,
    () => replicas.states,
    async () => (await background()).files,
  )
  const lookups = new LookupService({
    manifest,
    hours,
    replicas,
    poolOf: (connection) => requirePool(pools.read, connection),
    onCall: (connection, questions) => metrics.call(connection, questions),
    ...(maxTogether === undefined ? {} : { maxTogether }),
  })
  const writers = (connection: string): SessionPool => requirePool(pools.write, connection)
  const operations = new OperationService({
    manifest,
    hours,
    state,
    poolOf: writers,
    queue,
    queueEveryMs,
  })
  const replay = options.replay ?? { add: state.remember.bind(state) }
  const admission = new Admission(manifest.system.id, options.platformKeys, replay)
  const onAnswer = metrics.answer.bind(metrics)
  const revocations = await openRevocations(options)
  const journey = new ServiceJourney({
    manifest,
    admission,
    lookups,
    operations,
    state,
    onAnswer,
    ...(revocations === undefined ? {} : { revocations }),
  })

  let stopping = false
  const tls = await ServedTls.open(manifest, log)
  const app = buildServer({ ...options, metrics, tls, stopping: () => stopping })
  addServiceRoutes(app, journey)
  if (manifest.soap !== undefined) {
    const { platformKeys: keys, soapLogins = new Map(), maxBodyBytes } = options
    const logins = new SoapLogins({ system: manifest.system.id, logins: soapLogins, keys, replay })
    addSoapRoutes(app, {
      manifest,
      journey,
      admission,
      logins,
      ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
    })
  }
  const version = { system: manifest.system.id, manifest: manifest.digest }
  const openapi = openApiDocument(manifest)
  const readiness = new Readiness(pools.read, hours, background)
  addOperatorRoutes(app, { metrics, readiness, openapi, version })
  const { host, port } = options.listen
  const listen = async (): Promise<string> =>
    app.listen({ host: tls === undefined ? host : await oneAddress(host), port })
  const address = await listen().catch((cause: unknown) => {
    throw listenError(cause, host, port)
  })
  log.info({ ...version, address }, 'agent started')
  const ending = new AbortController()
  const tasks = queueTasks(manifest, queueEveryMs, writers, {
    queue,
    state,
    hours,
    operation: (id) => operations.operation(id),
    onEnd: metrics.dequeued.bind(metrics),
    ...(revocations === undefined ? {} : { revocations }),
  })
  const delivering = runSchedule(tasks, {
    signal: ending.signal,
    closedForMs: () => hours.closedForMs,
    onFailure: (task, error) => log.warn({ task, error: logError(error) }, 'submissions wait'),
  })

  const kept = [
    ...(revocations === undefined ? [] : [revocations.task]),
    ...(tls === undefined ? [] : [tls.task(app.server, options.certificatesEveryMs)]),
  ]
  const asking = runSchedule(kept, {
    signal: ending.signal,
    maxRetryMs: 10_000,
    onFailure: (task, error) => log.warn({ task, error: logError(error) }, `${task} not renewed`),
  })

  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    stopping = true
    ending.abort()
    const stopTimeoutMs = options.stopTimeoutMs ?? 10_000
    const ended = app.close()
    const timer = globalThis.setTimeout(() => app.server.closeAllConnections(), stopTimeoutMs)
    // A connection whose last request has just ended would else be kept alive for the next one.
    const sweep = setInterval(() => app.server.closeIdleConnections(), 50)
    await ended
    clearTimeout(timer)
    clearInterval(sweep)
    // A system that hangs does not hold up the stop: its sessions end with the process.
    const patience = new AbortController()
    const waited = setTimeout(stopTimeoutMs, undefined, { ref: false, signal: patience.signal }).catch(() => undefined)
    await Promise.race([Promise.all([delivering, asking, pools[Symbol.asyncDispose]()]), waited])
    patience.abort()
    replicas[Symbol.dispose]()
    await claim[Symbol.asyncDispose]()
    log.info(version, 'agent stopped')
  }
  return {
    address,
    close: () => {
      closed ??= close()
      return closed
    },
  }
}

/** How long the start waits for the first list. */
const firstFetchMs = 5000

async function openRevocations({
  revocations: source,
  manifest,
  platformKeys,
  now,
}: StartAgentOptions): Promise<Revocations | undefined> {
  if (source === undefined) return undefined
  const clock = now === undefined ? {} : { now }
  const revocations = new Revocations({ ...source, system: manifest.system.id, keys: platformKeys, ...clock })
  await revocations.takeUp()
  // A platform that is away is no reason not to start; until it answers, the list of the last run holds.
  await revocations.refresh(AbortSignal.timeout(firstFetchMs)).catch(() => undefined)
  return revocations
}

/** fastify gives `localhost` a server for each of its addresses, of which only the first would take up new certificates. */
async function oneAddress(host: string): Promise<string> {
  return host === 'localhost' ? (await lookup(host)).address : host
}

function listenError(cause: unknown, host: string, port: number): BerthError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
  if (code === 'EADDRINUSE') return new BerthError('PORT_IN_USE', { host, port }, { cause })
  return new BerthError('ADDRESS_UNUSABLE', { host, port, nativeCode: code }, { cause })
}
