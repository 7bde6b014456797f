import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import {
  type OpenConnection,
  openSqliteState,
  type RunningAgent,
  refreshReplica,
  runExchange,
  type StatePort,
  startAgent,
  wsdlDocument,
} from '@berth/agent'
import type {
  DockingAnswer,
  DockingRequest,
  Exit,
  RunningDocking,
  StartSettings,
  WatchSettings,
} from '@berth/conformance'
import { BerthError, type Receipt } from '@berth/core'
import { type DockingManifest, parseManifest, type Resource } from '@berth/manifest'
import { type Logger, pino } from 'pino'
import { resourceOf } from '../../connections/load-docking.ts'
import { deliveringTo, receivedRecords } from './delivery-trial.ts'
import { watchedOpener } from './watched-opener.ts'

/** What bounded reads gave, by what was read. */
export type FirstRows = NonNullable<WatchSettings['firstRows']>

/** Small ones, so that a trial has many steps. */
const batchRows = 50
const checkpointRows = 100

/** The docking's agent on a port of this machine, over a state of its own in a folder that is removed. */
export class TrialDocking implements RunningDocking {
  readonly #own: DockingManifest
  readonly #firstRows: FirstRows
  readonly #folder: string
  readonly #log: Buffer[] = []
  #parts: Parts

  private constructor(own: DockingManifest, firstRows: FirstRows, folder: string, parts: (log: Logger) => Parts) {
    this.#own = own
    this.#firstRows = firstRows
    this.#folder = folder
    this.#parts = parts(this.#logger())
  }

  /** `firstRows` are those of bounded reads, known between the trials of one run. */
  static async start(manifest: DockingManifest, firstRows: FirstRows, settings: StartSettings): Promise<TrialDocking> {
    const folder = await mkdtemp(join(tmpdir(), 'berth-check-'))
    let trial: TrialDocking | undefined
    try {
      trial = new TrialDocking(manifest, firstRows, folder, (log) =>
        openParts(manifest, firstRows, folder, settings, log),
      )
      await trial.#listen(settings)
      return trial
    } catch (error) {
      await trial?.[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  async send({ method, path, headers, body }: DockingRequest): Promise<DockingAnswer> {
    const address = this.#parts.agent?.address ?? ''
    const init = { method, headers, ...(body === undefined ? {} : { body }) }
    const response = await fetch(`${address}${path}`, init)
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
  }

  async receipts(): Promise<readonly Receipt[]> {
    return await this.#parts.state.receipts(0, 100_000)
  }

  async deliver(resource: string): Promise<{ rows: number; rejected: number }> {
    const { manifest, state, openConnection, alive } = this.#parts
    const to = this.#deliveries(resource)
    await mkdir(to, { recursive: true, mode: 0o700 })
    const { rows, rejected } = await runExchange({
      manifest: deliveringTo(manifest, resourceOf(manifest, resource), to),
      resource,
      exit: 'file',
      openConnection,
      state,
      rejectsFolder: join(this.#folder, 'state', 'rejects'),
      waitingFolder: join(this.#folder, 'state', 'waiting'),
      batchRows,
      checkpointRows,
      onProgress: () => alive.step('behind a batch'),
    })
    return { rows, rejected }
  }

  async shown(resource: string): Promise<readonly string[]> {
    const written: Resource = resourceOf(this.#parts.manifest, resource)
    return await receivedRecords(written, this.#deliveries(resource))
  }

  async refresh(resource: string): Promise<void> {
    const { manifest, state, openConnection, now } = this.#parts
    await refreshReplica({ manifest, state, openConnection, resource, now })
  }

  async restart(settings: StartSettings): Promise<void> {
    await this.#close()
    this.#parts = openParts(this.#own, this.#firstRows, this.#folder, settings, this.#logger())
    await this.#listen(settings)
  }

  async exits(): Promise<readonly Exit[]> {
    const exits: Exit[] = [{ name: 'the log', bytes: Buffer.concat(this.#log) }]
    for (const path of ['/metrics', '/openapi.json', '/ready', '/health']) {
      const { text } = await this.send({ method: 'GET', path, headers: {} })
      exits.push({ name: path, bytes: Buffer.from(text) })
    }
    const { manifest } = this.#parts
    if (manifest.soap !== undefined)
      exits.push({ name: 'the WSDL', bytes: Buffer.from(wsdlDocument(manifest, 'http://kit/soap')) })
    exits.push({ name: 'the receipts', bytes: Buffer.from(JSON.stringify(await this.receipts())) })
    return [...exits, ...(await filesIn(join(this.#folder, 'state')))]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #listen({ platform }: StartSettings): Promise<void> {
    const { manifest, state, openConnection, log, now } = this.#parts
    this.#parts.agent = await startAgent({
      manifest,
      state,
      openConnection,
      log,
      platformKeys: [platform],
      listen: { host: '127.0.0.1', port: 0 },
      stopTimeoutMs: 2000,
      now,
    })
  }

  async #close(): Promise<void> {
    await this.#parts.agent?.close()
    await this.#parts.state[Symbol.asyncDispose]()
  }

  #deliveries(resource: string): string {
    return join(this.#folder, 'delivered', resource)
  }

  #logger(): Logger {
    const lines = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.#log.push(chunk)
        done()
      },
    })
    return pino({ level: 'trace' }, lines)
  }
}

interface Parts {
  readonly manifest: DockingManifest
  readonly state: StatePort
  readonly openConnection: OpenConnection
  readonly log: Logger
  readonly alive: Alive
  readonly now: () => number
  agent?: RunningAgent
}

function openParts(
  own: DockingManifest,
  firstRows: FirstRows,
  folder: string,
  settings: StartSettings,
  log: Logger,
): Parts {
  const { text, onCall, maxRows } = settings
  const manifest = text === undefined ? own : manifestOf(text, own.folder)
  const alive = new Alive(settings.onStep)
  const state = openSqliteState(join(folder, 'state'), manifest.system.id)
  const { commit } = state
  state.commit = async (changes) => {
    alive.step('before a commit')
    const receipts = await commit.call(state, changes)
    alive.step('behind a commit')
    return receipts
  }
  const openConnection = watchedOpener(manifest, {
    onCall: (call) => onCall?.(call),
    firstRows,
    ...(maxRows === undefined ? {} : { maxRows }),
  })
  return { manifest, state, openConnection, log, alive, now: settings.now ?? Date.now }
}

/** A process that a step may have killed: behind that it does nothing more that would be seen. */
class Alive {
  readonly #onStep: StartSettings['onStep']
  #dead = false

  constructor(onStep: StartSettings['onStep']) {
    this.#onStep = onStep
  }

  step(step: string): void {
    if (this.#dead) throw new BerthError('ABORTED', { call: step })
    try {
      this.#onStep?.(step)
    } catch (error) {
      this.#dead = true
      throw error
    }
  }
}

function manifestOf(text: string, folder: string): DockingManifest {
  const { manifest, findings } = parseManifest(text, { file: 'berth.yaml', folder })
  if (manifest !== undefined) return manifest
  throw new BerthError('MANIFEST_INVALID', { file: 'berth.yaml', count: findings.length })
}

async function filesIn(folder: string): Promise<Exit[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return await Promise.all(
    files.map(async (file) => {
      const mode = process.platform === 'win32' ? {} : { mode: (await stat(file)).mode & 0o777 }
      return { name: `the file ${file.slice(folder.length + 1)}`, bytes: await readFile(file), ...mode }
    }),
  )
}
