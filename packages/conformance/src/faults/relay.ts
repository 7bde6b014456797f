import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { RelayLine } from './relay-line.ts'
import { type LineEvent, type LineFault, type LineStep, type OrderedFault, WaitingFault } from './relay-order.ts'

export type { LineEvent, LineFault, OrderedFault } from './relay-order.ts'

/** A TCP relay before a system, on this machine, with a line that can be disturbed. */
export interface Relay extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** Has something happen to the line at an event to come. */
  order(event: LineEvent, fault: LineFault): OrderedFault
  /** How many bytes were handed on in each direction until now. */
  passed(): { readonly toServer: number; readonly toClient: number }
  /** How many lines a client has open now. */
  open(): number
  /** Cuts all lines now. */
  cut(): void
}

/** Starts a relay before a system; lines to it end at the system. */
export async function startRelay({ host, port }: { readonly host: string; readonly port: number }): Promise<Relay> {
  const lines = new Map<Socket, RelayLine>()
  const waiting: WaitingFault[] = []
  const passed = { toServer: 0, toClient: 0 }
  const falls = (step: LineStep): { readonly ordered: WaitingFault; readonly before: number } | undefined => {
    for (const ordered of waiting) {
      const before = ordered.falls(step)
      if (before !== undefined) return { ordered, before }
    }
    return undefined
  }
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const fell = falls({ at: 'connect', sent: Buffer.alloc(0), first: false })?.ordered.fault.does
    if (fell !== undefined && fell !== 'stall') {
      client.on('error', () => undefined)
      client.resetAndDestroy()
      return
    }
    const upstream = connect({ host, port, allowHalfOpen: true })
    const line = new RelayLine(client, upstream, falls, (direction, bytes) => {
      passed[direction === 'to-server' ? 'toServer' : 'toClient'] += bytes
    })
    if (fell === 'stall') line.stall()
    lines.set(client, line)
    client.on('close', () => lines.delete(client))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const line of lines.values()) line.cut()
  }
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    order: (event, fault) => {
      const ordered = new WaitingFault(event, fault)
      waiting.push(ordered)
      return ordered
    },
    passed: () => ({ ...passed }),
    open: () => lines.size,
    cut,
    async [Symbol.asyncDispose]() {
      for (const line of lines.values()) line.reset()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
