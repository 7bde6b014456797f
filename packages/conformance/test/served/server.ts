import { type AddressInfo, createServer } from 'node:net'
import { BerthError, type Connector, type Session } from '@berth/core'
import { Wire } from './wire.ts'

/** What a client asks: a method of the contract, or the next of a read. */
export interface Asked {
  readonly call: string
  readonly access?: 'read' | 'write'
  readonly password?: string
  readonly request?: unknown
}

type Step = { readonly value: unknown } | { readonly done: true }
export type Answered = Step | { readonly code: string; readonly details: BerthError['details'] }

export interface StoreServer {
  readonly port: number
  connections(): number
  close(): Promise<void>
}

/** Serves a connector in this process over TCP, to whoever knows the password. */
export async function serve(connector: Connector, password: string): Promise<StoreServer> {
  const open = new Set<Wire>()
  const server = createServer((socket) => {
    const wire = new Wire(socket)
    open.add(wire)
    socket.on('close', () => open.delete(wire))
    void converse(wire, connector, password)
      .catch(() => undefined)
      .finally(() => wire.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => open.size,
    close: async () => {
      for (const wire of open) wire.end()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function converse(wire: Wire, connector: Connector, password: string): Promise<void> {
  const { signal } = new AbortController()
  const first = (await wire.hear()) as Asked | undefined
  if (first === undefined) return
  if (first.password !== password) return wire.say({ code: 'AUTH_FAILED', details: { host: '-', user: '-' } })
  const session = await connector.open({}, { signal, access: first.access ?? 'read', datasets: {} })
  wire.say({ value: 'welcome' })
  let read: AsyncIterator<unknown> | undefined
  for (;;) {
    const asked = (await wire.hear()) as Asked | undefined
    if (asked === undefined) return
    try {
      if (asked.call === 'next') {
        const step = await read?.next()
        wire.say(step === undefined || step.done === true ? { done: true } : { value: step.value })
        continue
      }
      if (asked.call === 'scan' || asked.call === 'changes' || asked.call === 'describe') {
        await read?.return?.()
        read = started(session, asked, signal)[Symbol.asyncIterator]()
        wire.say({ value: 'started' })
        continue
      }
      wire.say({ value: await answered(session, asked, signal) })
    } catch (error) {
      if (!BerthError.is(error)) throw error
      wire.say({ code: error.code, details: error.details })
    }
  }
}

type Method = (request: unknown, signal: AbortSignal) => unknown

function method(session: Session, { call }: Asked): Method {
  const found = session[call as keyof Session] as Method | undefined
  if (found === undefined) throw new BerthError('NOT_SUPPORTED', { connector: 'served', capability: call })
  return found.bind(session)
}

function started(session: Session, asked: Asked, signal: AbortSignal): AsyncIterable<unknown> {
  return method(session, asked)(asked.request, signal) as AsyncIterable<unknown>
}

async function answered(session: Session, asked: Asked, signal: AbortSignal): Promise<unknown> {
  return asked.call === 'ping' ? await session.ping(signal) : await method(session, asked)(asked.request, signal)
}
