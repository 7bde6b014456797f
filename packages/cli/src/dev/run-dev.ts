import { resolve } from 'node:path'
import { BerthError, grades } from '@berth/core'
import { pino } from 'pino'
import { asBerthError } from '../command/as-berth-error.ts'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { changedPoints } from './check-points.ts'
import { DevAgent } from './dev-agent.ts'
import { changeLines, pointLines, recentErrorLines, totalLine } from './dev-lines.ts'
import { type CheckState, checkFiles, checkSystems, pointsOf, unchecked } from './docking-check.ts'
import { askByParameter, askRows, type PageQuestion } from './page-questions.ts'
import { type ServedPage, servePage } from './page-server.ts'
import { type PageState, pageReceipts, pageResource, pageWords } from './page-state.ts'
import { errorView, RecentErrors } from './recent-errors.ts'
import { type Saved, watchDocking } from './watch-docking.ts'

export interface DevSettings {
  readonly folder: string
  /** Of the agent. */
  readonly port: number
  /** Of the page; another one where it is taken. */
  readonly pagePort: number
  /** Whether the systems are looked at too. */
  readonly live: boolean
  readonly print: (lines: readonly string[]) => void
  readonly signal: AbortSignal
}

/** The loop of a developer at work: checks on every save, an agent, a page. */
export interface RunningDev extends AsyncDisposable {
  readonly page: string
  /** Absent: the agent does not run, as the page tells. */
  readonly agent?: string
}

/**
 * Checks a docking, serves it and its page, and does so anew whenever a file of it is saved. Makes the folder the current
 * one. Resolves when the first check is done. Rejects with `MANIFEST_MISSING`, `ADDRESS_UNUSABLE`, `ABORTED`.
 */
export async function runDev(settings: DevSettings): Promise<RunningDev> {
  const folder = resolve(settings.folder)
  enter(folder)
  const dev = new Dev(settings)
  await using opened = new AsyncDisposableStack()
  opened.use(dev.agent)
  await dev.start(opened, folder)
  const { address } = dev.agent.state
  const keep = opened.move()
  return {
    page: dev.page?.address ?? '',
    ...(address === undefined ? {} : { agent: address }),
    async [Symbol.asyncDispose]() {
      await dev.end()
      await keep.disposeAsync()
    },
  }
}

class Dev {
  readonly agent: DevAgent
  page: ServedPage | undefined
  readonly #settings: DevSettings
  readonly #errors: RecentErrors
  #check: CheckState = unchecked
  #round = new AbortController()
  #rounds: Promise<void> = Promise.resolve()
  /** The agent was started with secrets or settings that have changed since. */
  #stale = false

  constructor(settings: DevSettings) {
    const { port, signal, print } = settings
    this.#settings = settings
    this.#errors = new RecentErrors((error, about) => {
      print(recentErrorLines(error, about))
      this.page?.changed()
    })
    const log = pino({ level: 'warn' }, this.#errors.destination)
    this.agent = new DevAgent({ host: '127.0.0.1', port, log, signal })
  }

  /** Checks once, then serves and watches; what it opens goes to the stack. */
  async start(opened: AsyncDisposableStack, folder: string): Promise<void> {
    const { print, pagePort, signal } = this.#settings
    this.#check = await checkFiles(this.#check, signal)
    const missing = this.#check.offline.find(({ code }) => code === 'MANIFEST_MISSING')
    if (missing !== undefined) throw new BerthError('MANIFEST_MISSING', { file: 'berth.yaml' })
    this.page = opened.use(
      await servePage(
        {
          state: () => this.#state(),
          words: pageWords(),
          language,
          questions: {
            rows: (question, ending) => this.#ask('rows', askRows, question, ending),
            lookup: (question, ending) => this.#ask('lookup', askByParameter, question, ending),
            check: () => Promise.resolve(this.#again()),
          },
        },
        pagePort,
      ),
    )
    print([...this.#check.offline.flatMap(pointLines), totalLine(this.#check.offline)])
    await this.#serve(undefined)
    opened.use(
      await watchDocking({
        folder,
        onSaved: (saved) => this.#saved(saved),
        onFailure: (failure) => this.#errors.add(asBerthError(failure), 'watch'),
      }),
    )
    this.#again()
  }

  /** Ends what is under way. */
  async end(): Promise<void> {
    this.#round.abort()
    await this.#rounds
  }

  #saved({ files, restart }: Saved): void {
    const time = new Date().toLocaleTimeString('en-GB')
    this.#settings.print(['', say('dev.saved', { time, files: files.join(', ') })])
    this.#stale ||= files.some((file) => file !== 'berth.yaml')
    if (restart) this.#settings.print([say('dev.restart')])
    this.#again()
  }

  /** Another round, behind the one that is ended for it. */
  #again(): null {
    this.#round.abort()
    const round = new AbortController()
    this.#round = round
    const signal = AbortSignal.any([this.#settings.signal, round.signal])
    this.#rounds = this.#rounds.then(() => this.#run(signal)).catch(() => undefined)
    return null
  }

  async #run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const before = this.#check.manifest
    this.#take(await checkFiles(this.#check, signal))
    await this.#serve(before?.digest)
    if (!this.#settings.live || !this.#check.sound) return
    this.#take(await checkSystems(this.#check, signal))
  }

  #take(check: CheckState): void {
    const changed = changedPoints(pointsOf(this.#check), pointsOf(check))
    this.#check = check
    this.#settings.print(changeLines(changed, pointsOf(check)))
    this.page?.changed()
  }

  /** Starts the agent with the manifest that there is now, where it does not run with it already. */
  async #serve(served: string | undefined): Promise<void> {
    const { manifest } = this.#check
    const { address, problem } = this.agent.state
    if (manifest === undefined || (address !== undefined && manifest.digest === served && !this.#stale)) return
    this.#stale = false
    await this.agent.restart(manifest)
    const now = this.agent.state.problem
    if (now !== undefined && now.code !== problem?.code) this.#settings.print(recentErrorLines(now, say('dev.agent')))
    this.page?.changed()
  }

  async #ask<Answer>(
    about: string,
    ask: (
      manifest: NonNullable<CheckState['manifest']>,
      question: PageQuestion,
      signal: AbortSignal,
    ) => Promise<Answer>,
    question: PageQuestion,
    ending: AbortSignal,
  ): Promise<Answer> {
    const { manifest, offline } = this.#check
    if (manifest === undefined) throw new BerthError('MANIFEST_INVALID', { file: 'berth.yaml', count: offline.length })
    try {
      const answer = await ask(manifest, question, AbortSignal.any([this.#settings.signal, ending]))
      this.page?.changed()
      return answer
    } catch (failure) {
      const error = asBerthError(failure)
      if (error.code !== 'ABORTED') this.#errors.add(error, about)
      throw error
    }
  }

  async #state(): Promise<PageState> {
    const { manifest, sound, systems } = this.#check
    const { address, problem } = this.agent.state
    return {
      system: manifest === undefined ? null : { id: manifest.system.id, title: manifest.system.title },
      sound,
      agent: {
        ...(address === undefined ? {} : { address }),
        ...(problem === undefined ? {} : { problem: errorView(problem) }),
      },
      points: pointsOf(this.#check),
      systems,
      clearances: grades,
      resources: Object.values(manifest?.resources ?? {}).map(pageResource),
      receipts: await this.#receipts(manifest),
      errors: this.#errors.list,
    }
  }

  /** The page says why there are none, and shows the rest. */
  async #receipts(manifest: CheckState['manifest']): Promise<PageState['receipts']> {
    if (manifest === undefined) return []
    try {
      return await pageReceipts(manifest)
    } catch (failure) {
      this.#errors.add(asBerthError(failure), say('page.receipts'))
      return []
    }
  }
}

function enter(folder: string): void {
  try {
    process.chdir(folder)
  } catch (cause) {
    throw new BerthError('MANIFEST_MISSING', { file: `${folder}/berth.yaml` }, { cause })
  }
}
