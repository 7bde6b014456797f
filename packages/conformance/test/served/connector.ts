import { connect, type Socket } from 'node:net'
import { manifest } from '@berth/connector-memory'
import { BerthError, type Connector, defineConnector, type ErrorCode, type Secret, type Session } from '@berth/core'
import type { Answered, Asked } from './server.ts'
import { Wire } from './wire.ts'

interface ServedOptions {
  readonly host: string
  readonly port: number
  readonly password: Secret
}

const title = { zh: '选项', en: 'option' }
const { describe: _describe, ...capabilities } = manifest.capabilities

/** A connector to the store that `serve` shows: the smallest that has a line. */
export const connector: Connector = defineConnector<ServedOptions>({
  manifest: {
    ...manifest,
    name: 'served',
    options: {
      host: { type: 'string', required: true, title },
      port: { type: 'integer', required: true, title },
      password: { type: 'string', required: true, secret: true, title },
    },
    capabilities,
  },
  open: async (options, { access, signal }) => {
    const line = await Line.open(options, signal)
    const ask: (call: string) => (request: unknown, given: AbortSignal) => Promise<never> =
      (call) => (request, given) =>
        line.ask({ call, request }, given) as Promise<never>
    await line.ask({ call: 'open', access, password: options.password.reveal() }, signal)
    const session: Session = {
      ping: (given) => ask('ping')(undefined, given),
      lookup: ask('lookup'),
      scan: (request, given) => line.read('scan', request, given) as AsyncIterable<never>,
      changes: (request, given) => line.read('changes', request, given) as AsyncIterable<never>,
      prepareChanges: ask('prepareChanges'),
      apply: ask('apply'),
      invoke: ask('invoke'),
      [Symbol.asyncDispose]: () => line.close(),
    }
    return session
  },
}) as Connector

/** One line to the server. */
class Line {
  readonly #socket: Socket
  readonly #wire: Wire

  constructor(socket: Socket) {
    this.#socket = socket
    this.#wire = new Wire(socket)
  }

  static async open({ host, port }: ServedOptions, signal: AbortSignal): Promise<Line> {
    const socket = connect(port, host)
    const line = new Line(socket)
    const giveUp = (): void => void socket.destroy()
    signal.addEventListener('abort', giveUp)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve())
      socket.once('close', () => reject(new BerthError('CONNECT_REFUSED', { host, port })))
    }).finally(() => signal.removeEventListener('abort', giveUp))
    return line
  }

  async ask(asked: Asked, signal: AbortSignal): Promise<unknown> {
    const { call } = asked
    const lost = new BerthError(call === 'apply' || call === 'invoke' ? 'UNKNOWN_OUTCOME' : 'CONNECTION_LOST', { call })
    if (this.#wire.over) throw new BerthError('CONNECTION_LOST', { call })
    const giveUp = (): void => void this.#socket.destroy()
    signal.addEventListener('abort', giveUp)
    try {
      this.#wire.say(asked)
      const answer = (await this.#wire.hear()) as Answered | undefined
      if (signal.aborted) throw new BerthError('ABORTED', { call })
      if (answer === undefined) throw lost
      if ('code' in answer) throw new BerthError(answer.code as ErrorCode, answer.details)
      return 'done' in answer ? undefined : answer.value
    } catch (error) {
      throw BerthError.from(error, 'PROTOCOL_ERROR', { problem: 'the digest of an answer is another' })
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }

  async *read(call: string, request: unknown, signal: AbortSignal): AsyncIterable<unknown> {
    await this.ask({ call, request }, signal)
    let fields: unknown
    for (;;) {
      const batch = (await this.ask({ call: 'next' }, signal)) as { readonly fields: unknown } | undefined
      if (batch === undefined) return
      fields ??= batch.fields
      yield { ...batch, fields }
    }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      if (this.#socket.closed) resolve()
      else this.#socket.once('close', () => resolve())
    })
    this.#socket.end()
    this.#socket.destroy()
    await closed
  }
}
