import { PassThrough } from 'node:stream'
import { type MemoryTable, memory } from '@berth/connector-memory'
import { type Connector, defineConnector, openSession, type Session } from '@berth/core'
import { type Grant, generateKey, issueGrant, type SigningKey, signRequest } from '@berth/trust'
import { pino } from 'pino'
import {
  type OpenConnection,
  openSqliteState,
  type RunningAgent,
  type StartAgentOptions,
  type StatePort,
  startAgent,
} from '../../src/index.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { marriageManifest } from './marriage-manifest.ts'
import { marriageTables } from './marriage-tables.ts'

export const platform: SigningKey = generateKey('platform')

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, unknown>
}

export interface Ask {
  readonly path?: string
  readonly body?: unknown
  readonly grant?: string | undefined
  readonly key?: SigningKey
  readonly idempotencyKey?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** What the platform vouches for of whoever asks. */
  readonly claims?: Readonly<Record<string, string>>
}

/** An agent that really runs, over datasets in memory and a state in a folder of its own. */
export class RunningDocking implements AsyncDisposable {
  agent: RunningAgent
  readonly state: StatePort
  readonly folder: TemporaryFolder
  /** Every line that was logged. */
  readonly log: string[]
  readonly marriages: MemoryTable
  readonly applications: MemoryTable

  readonly #start: (options: Partial<StartAgentOptions>) => Promise<RunningAgent>

  private constructor(
    agent: RunningAgent,
    state: StatePort,
    folder: TemporaryFolder,
    log: string[],
    tables: ReturnType<typeof marriageTables>,
    start: (options: Partial<StartAgentOptions>) => Promise<RunningAgent>,
  ) {
    this.#start = start
    this.agent = agent
    this.state = state
    this.folder = folder
    this.log = log
    this.marriages = tables.marriages
    this.applications = tables.applications
  }

  /**
   * `around` wraps each session of the connector, to watch or to disturb it. What `opening` throws, opening a session
   * fails with.
   */
  static async start(
    options: Partial<StartAgentOptions> = {},
    around: (session: Session) => Session = (session) => session,
    opening: () => void = () => undefined,
  ): Promise<RunningDocking> {
    const tables = marriageTables()
    const folder = new TemporaryFolder()
    const state = openSqliteState(folder.path, marriageManifest.system.id)
    const log: string[] = []
    const lines = new PassThrough()
    lines.on('data', (chunk: Buffer) => log.push(String(chunk)))
    const openConnection = opener(memory([tables.marriages, tables.applications]), around, opening)
    const start = (changed: Partial<StartAgentOptions>): Promise<RunningAgent> =>
      startAgent({
        manifest: marriageManifest,
        openConnection,
        state,
        platformKeys: [platform],
        listen: { host: '127.0.0.1', port: 0 },
        log: pino({}, lines),
        ...changed,
      })
    return new RunningDocking(await start(options), state, folder, log, tables, start)
  }

  /** Ends the agent and starts one anew, over the same state and system. */
  async restart(options: Partial<StartAgentOptions> = {}): Promise<void> {
    await this.agent.close()
    this.agent = await this.#start(options)
  }

  ask(by: Readonly<Record<string, unknown>>, ask: Ask = {}): Promise<Answered> {
    return this.send({
      path: '/resources/marriage/lookup',
      body: { purpose: 'housing-loan', by },
      grant: grant(),
      ...ask,
    })
  }

  submit(input: Readonly<Record<string, unknown>>, ask: Ask = {}): Promise<Answered> {
    const resource = 'civil-affairs.marriage/apply'
    const granted = grant({ resource, items: ['husbandId', 'wantedOn', 'copies'] })
    const body = { purpose: 'housing-loan', input }
    return this.send({ path: '/operations/apply', body, grant: granted, idempotencyKey: 'key-1', ...ask })
  }

  async send(ask: Ask): Promise<Answered> {
    const { path = '/', key = platform, idempotencyKey, signal } = ask
    const body = typeof ask.body === 'string' ? ask.body : JSON.stringify(ask.body)
    const headers = {
      'content-type': 'application/json',
      'berth-signature': signRequest(key, {
        method: 'POST',
        path,
        body,
        ...(ask.claims === undefined ? {} : { claims: ask.claims }),
      }),
      ...(ask.grant === undefined ? {} : { 'berth-grant': ask.grant }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...ask.headers,
    }
    const init = { method: 'POST', headers, body, ...(signal === undefined ? {} : { signal }) }
    return await answered(await fetch(`${this.agent.address}${path}`, init))
  }

  async get(path: string): Promise<Answered> {
    return await answered(await fetch(`${this.agent.address}${path}`))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent.close()
    await this.state[Symbol.asyncDispose]()
    this.folder[Symbol.dispose]()
  }
}

/** Opens sessions of one connector, whatever the connection is called. */
export function opener(
  connector: Connector,
  around: (session: Session) => Session = (session) => session,
  opening: () => void = () => undefined,
): OpenConnection {
  const wrapped = defineConnector({
    manifest: connector.manifest,
    open: async (options, context) => around(await connector.open(options, context)),
  })
  return async (_connection, { access, signal }) => {
    opening()
    return await openSession(wrapped, {}, { access, ...(signal === undefined ? {} : { signal }) })
  }
}

/** A grant of the platform to a consumer that may see most of the register. */
export function grant(change: Partial<Grant> = {}, key: SigningKey = platform): string {
  const now = Date.now()
  return issueGrant(key, {
    id: 'grant-1',
    consumer: 'housing-fund',
    system: 'civil-affairs.marriage',
    resource: 'civil-affairs.marriage/marriage',
    items: ['id', 'husbandId', 'district', 'registeredOn', 'valid', 'note', 'secretNote'],
    clearance: 3,
    purpose: 'housing-loan',
    basis: 'agreement 7',
    issuedAt: now,
    notBefore: now,
    expiresAt: now + 3_600_000,
    ...change,
  })
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, headers: response.headers, text, body }
}
