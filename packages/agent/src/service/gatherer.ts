import { BerthError, type ConnectorSession } from '@berth/core'
import type { SessionPool } from '../sessions/session-pool.ts'

/** Questions that are alike enough to be asked in one call have selections with the same `group`. */
export interface Gathered {
  readonly group: string
}

export interface GathererOptions<Selection, Key, Answer> {
  /**
   * Asks one call's questions, all of one group, and answers each: `answers[i]` to `keys[i]`. An error as answer
   * rejects that question alone.
   */
  readonly ask: (
    session: ConnectorSession,
    selection: Selection,
    keys: readonly Key[],
    signal: AbortSignal,
  ) => Promise<readonly (Answer | BerthError)[]>
  /** The most questions in one call. @default 64 */
  readonly maxTogether?: number
  /** The most questions that wait. @default 10000 */
  readonly maxWaiting?: number
  /** How long a question waits for its call. @default 5000 */
  readonly waitMs?: number
  /** Told of every call: how many questions it carried. */
  readonly onCall?: (questions: number) => void
}

interface Question<Selection, Key, Answer> {
  readonly selection: Selection
  readonly key: Key
  readonly since: number
  readonly signal: AbortSignal | undefined
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
  /** Ends the waiting or, for the last one of a call that is still wanted, the call. */
  leave: () => void
}

/**
 * Asks together what arrives together (LKP-4). A question goes at the end of the event loop's turn it came in, when a
 * session is free; while all are busy, questions of the same group gather and share the next call. Nothing is delayed
 * in the hope of more.
 */
export class Gatherer<Selection extends Gathered, Key, Answer> {
  readonly #pool: SessionPool
  readonly #options: GathererOptions<Selection, Key, Answer>
  readonly #groups: Map<string, Set<Question<Selection, Key, Answer>>> = new Map()
  readonly #maxTogether: number
  readonly #maxWaiting: number
  readonly #waitMs: number
  #waiting = 0
  #workers = 0
  #turn: NodeJS.Immediate | undefined
  #expiry: NodeJS.Timeout | undefined

  constructor(pool: SessionPool, options: GathererOptions<Selection, Key, Answer>) {
    this.#pool = pool
    this.#options = options
    this.#maxTogether = options.maxTogether ?? 64
    this.#maxWaiting = options.maxWaiting ?? 10_000
    this.#waitMs = options.waitMs ?? 5000
  }

  /** Questions that no call carries yet. */
  get waiting(): number {
    return this.#waiting
  }

  /**
   * Asks one question. Rejects with `OVERLOADED` when too many wait or it waited too long, `ABORTED` when the signal
   * aborts, what opening a session or the call rejects with.
   */
  ask(selection: Selection, key: Key, signal?: AbortSignal): Promise<Answer> {
    if (signal?.aborted === true) return Promise.reject(new BerthError('ABORTED', { call: 'lookup' }))
    if (this.#waiting >= this.#maxWaiting) return Promise.reject(new BerthError('OVERLOADED'))
    return new Promise<Answer>((resolve, reject) => {
      const onAbort = (): void => question.leave()
      const question: Question<Selection, Key, Answer> = {
        selection,
        key,
        since: performance.now(),
        signal,
        leave: () => this.#remove(question, new BerthError('ABORTED', { call: 'lookup' })),
        resolve: (answer) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(answer)
        },
        reject: (error) => {
          signal?.removeEventListener('abort', onAbort)
          reject(error)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      const group = this.#groups.get(selection.group)
      if (group === undefined) this.#groups.set(selection.group, new Set([question]))
      else group.add(question)
      this.#waiting++
      this.#turn ??= setImmediate(() => this.#begin())
      this.#expiry ??= setTimeout(() => this.#expire(), this.#waitMs).unref()
    })
  }

  #begin(): void {
    this.#turn = undefined
    const wanted = Math.min(this.#groups.size, this.#pool.maxSessions - this.#workers)
    for (let worker = 0; worker < wanted; worker++) void this.#work()
  }

  async #work(): Promise<void> {
    this.#workers++
    try {
      await this.#pool.use((session, fresh) => this.#drain(session, fresh))
    } catch (error) {
      // Another session may still be at work for them; where none is, each would have got this error alone.
      if (this.#workers === 1) this.#failAll(error)
      // Beginning again at once would storm a system that refuses; the session at work, or the next question, begins.
      return
    } finally {
      this.#workers--
    }
    if (this.#waiting > 0) this.#turn ??= setImmediate(() => this.#begin())
  }

  async #drain(session: ConnectorSession, fresh: boolean): Promise<void> {
    let unused = !fresh
    while (session.usable) {
      const questions = this.#take(session)
      if (questions.length === 0) return
      await this.#carry(session, questions, unused)
      unused = false
    }
  }

  /** The next call's questions, from the group that waits longest. What is left of it goes behind the others. */
  #take(session: ConnectorSession): Question<Selection, Key, Answer>[] {
    const [first] = this.#groups
    if (first === undefined) return []
    const [name, group] = first
    const maxKeys = Math.min(this.#maxTogether, session.manifest.capabilities.lookup?.maxKeys ?? 1)
    const questions: Question<Selection, Key, Answer>[] = []
    for (const question of group) {
      questions.push(question)
      group.delete(question)
      if (questions.length >= maxKeys) break
    }
    this.#groups.delete(name)
    if (group.size > 0) this.#groups.set(name, group)
    this.#waiting -= questions.length
    return questions
  }

  async #carry(
    session: ConnectorSession,
    questions: readonly Question<Selection, Key, Answer>[],
    stale: boolean,
  ): Promise<void> {
    const selection = questions[0]?.selection
    if (selection === undefined) return
    const gone = new AbortController()
    let wanted = questions.length
    for (const question of questions) {
      question.leave = () => {
        question.reject(new BerthError('ABORTED', { call: 'lookup' }))
        if (--wanted === 0) gone.abort()
      }
    }
    this.#options.onCall?.(questions.length)
    try {
      const keys = questions.map((question) => question.key)
      const answers = await this.#options.ask(session, selection, keys, gone.signal)
      for (const [index, question] of questions.entries()) {
        const answer = answers[index]
        if (answer === undefined || BerthError.is(answer)) question.reject(answer ?? noAnswer())
        else question.resolve(answer)
      }
    } catch (error) {
      // A session that lay idle may have been cut long ago; a read asked again on another one does no harm.
      if (stale && BerthError.is(error) && error.code === 'CONNECTION_LOST') this.#askAgain(questions)
      else for (const question of questions) question.reject(error)
    }
  }

  #askAgain(questions: readonly Question<Selection, Key, Answer>[]): void {
    for (const { selection, key, signal, resolve, reject } of questions) {
      this.ask(selection, key, signal).then(resolve, reject)
    }
  }

  #remove(question: Question<Selection, Key, Answer>, error: BerthError): void {
    const name = question.selection.group
    const group = this.#groups.get(name)
    if (group?.delete(question) !== true) return
    if (group.size === 0) this.#groups.delete(name)
    this.#waiting--
    question.reject(error)
  }

  #failAll(error: unknown): void {
    const groups = [...this.#groups.values()]
    this.#groups.clear()
    this.#waiting = 0
    for (const group of groups) for (const question of group) question.reject(error)
  }

  #expire(): void {
    this.#expiry = undefined
    const now = performance.now()
    let oldest = Number.POSITIVE_INFINITY
    for (const group of [...this.#groups.values()]) {
      for (const question of group) {
        if (now - question.since >= this.#waitMs) this.#remove(question, new BerthError('OVERLOADED'))
        else oldest = Math.min(oldest, question.since)
      }
    }
    if (this.#waiting === 0) return
    this.#expiry = setTimeout(() => this.#expire(), Math.max(1, oldest + this.#waitMs - now)).unref()
  }
}

function noAnswer(): BerthError {
  return new BerthError('INTERNAL', { subject: 'lookup: a question without an answer' })
}
