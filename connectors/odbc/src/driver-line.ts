import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BerthError } from '@berth/core'
import type { ErrorPlace } from '@berth/sql'
import type { DriverAnswer, DriverCall, DriverRequest } from './driver-call.ts'
import { driverEnvironment } from './driver-environment.ts'
import { odbcError } from './errors.ts'
import type { NativeCodes } from './profile.ts'

/** How long a cancelled statement, and a connection that is closed, may take before the process is killed. */
const graceMs = 1000

const program = fileURLToPath(new URL(`./driver-process${extname(import.meta.url)}`, import.meta.url))

/**
 * The process in which the native driver runs. A driver that hangs or crashes takes nothing with it: the process is killed,
 * and with it go its threads, its memory and its sockets. A driver's own environment (`CLIENT_LOCALE`) is set for it alone.
 */
export class DriverLine {
  /** Native codes of the database, known once its profile is. */
  codes: NativeCodes
  readonly #place: Omit<ErrorPlace, 'call'>
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  readonly #waiting: Map<number, (answer: DriverAnswer | undefined) => void> = new Map()
  #calls = 0
  #alive = true

  constructor(environment: Readonly<Record<string, string>>, place: Omit<ErrorPlace, 'call'>, codes: NativeCodes) {
    this.#place = place
    this.codes = codes
    this.#child = fork(program, [], {
      env: driverEnvironment(process.env, environment),
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#child.on('message', (answer: DriverAnswer) => this.#settle(answer))
    this.#child.on('error', () => this.#end())
    this.#ended = new Promise((resolve) =>
      this.#child.once('exit', () => {
        this.#end()
        resolve()
      }),
    )
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /**
   * Rejects with what the driver says, with `ABORTED` when the signal aborts, and with `CONNECTION_LOST` when the process
   * is gone. An abort asks the driver to cancel; when that does not end the call soon, the process is killed.
   */
  async call(request: DriverRequest, subject: string, signal?: AbortSignal): Promise<unknown[][]> {
    if (isAborted(signal)) throw new BerthError('ABORTED', { call: subject })
    if (!this.#alive) throw new BerthError('CONNECTION_LOST', { call: subject })
    const id = ++this.#calls
    let timer: NodeJS.Timeout | undefined
    const cancel = (): void => {
      this.#send({ id: 0, name: 'cancel' })
      // There is nothing to cancel in a connect.
      timer = setTimeout(() => this.kill(), request.name === 'connect' ? 0 : graceMs)
    }
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      const answer = await new Promise<DriverAnswer | undefined>((resolve) => {
        this.#waiting.set(id, resolve)
        this.#send({ id, ...request })
      })
      if (isAborted(signal)) throw new BerthError('ABORTED', { call: subject })
      if (answer === undefined) throw new BerthError('CONNECTION_LOST', { call: subject })
      if (answer.error !== undefined) throw odbcError(answer.error, this.codes, { ...this.#place, call: subject })
      return answer.rows
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
  }

  /** Closes the connection and ends the process, by force where it takes too long. */
  async close(): Promise<void> {
    if (this.#alive) {
      const timer = setTimeout(() => this.kill(), graceMs)
      await this.call({ name: 'close' }, 'close').catch(() => undefined)
      clearTimeout(timer)
    }
    this.kill()
    await this.#ended
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #send(call: DriverCall): void {
    this.#child.send(call, (error) => {
      if (error !== null) this.#end()
    })
  }

  #settle(answer: DriverAnswer): void {
    this.#waiting.get(answer.id)?.(answer)
    this.#waiting.delete(answer.id)
  }

  #end(): void {
    this.#alive = false
    for (const settle of this.#waiting.values()) settle(undefined)
    this.#waiting.clear()
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}
