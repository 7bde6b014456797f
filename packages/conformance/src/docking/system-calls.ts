import { type Connector, defineConnector, type RowBatch, type Session } from '@berth/core'
import { rowText } from '../run/expect.ts'

/** One call to a system, as its connector gets it. */
export interface SystemCall {
  readonly connection: string
  readonly access: 'read' | 'write'
  readonly call:
    | 'open'
    | 'ping'
    | 'describe'
    | 'lookup'
    | 'scan'
    | 'changes'
    | 'acknowledge'
    | 'apply'
    | 'invoke'
    | 'putFile'
    | 'prepareChanges'
  /** What was asked. Undefined with `open` and `ping`. */
  readonly request?: unknown
}

export interface WatchSettings {
  readonly connection: string
  /** Before each call; what it throws is what the system answers with. */
  readonly onCall: (call: SystemCall) => void | Promise<void>
  /** A read of a whole dataset ends behind so many rows. Absent: behind all. */
  readonly maxRows?: number
  /** The rows of each bounded read, by what was read: a later one gives no others, wherever it begins. */
  readonly firstRows?: Map<string, ReadonlySet<string>>
}

const reads: ReadonlySet<string> = new Set(['describe', 'scan', 'changes'])
const calls: ReadonlySet<string> = new Set([
  'ping',
  'lookup',
  'acknowledge',
  'apply',
  'invoke',
  'putFile',
  'prepareChanges',
])

/** The connector with every call to its system told before it is made. */
export function watchedConnector(connector: Connector, settings: WatchSettings): Connector {
  return defineConnector({
    manifest: connector.manifest,
    open: async (options, context) => {
      const { connection, onCall } = settings
      const { access } = context
      await onCall({ connection, access, call: 'open' })
      return watchedSession(await connector.open(options, context), { ...settings, access })
    },
  })
}

function watchedSession(session: Session, settings: WatchSettings & { readonly access: 'read' | 'write' }): Session {
  const { connection, access, onCall } = settings
  const told = (call: string, request: unknown): void | Promise<void> =>
    onCall({ connection, access, call: call as SystemCall['call'], ...(call === 'ping' ? {} : { request }) })
  return new Proxy(session, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      const method = member.bind(target) as (...values: unknown[]) => unknown
      if (typeof name !== 'string' || !(reads.has(name) || calls.has(name))) return method
      if (calls.has(name)) {
        return async (...values: unknown[]) => {
          await told(name, values[0])
          return await method(...values)
        }
      }
      return async function* (...values: unknown[]) {
        await told(name, values[0])
        const batches = method(...values) as AsyncIterable<RowBatch>
        if (name === 'describe') yield* batches
        else yield* bounded(batches, settings, JSON.stringify(datasetOf(values[0])))
      }
    },
  })
}

function datasetOf(request: unknown): unknown {
  const { dataset, columns } = request as { readonly dataset?: unknown; readonly columns?: unknown }
  return [dataset, columns]
}

async function* bounded(
  batches: AsyncIterable<RowBatch>,
  { maxRows = Number.POSITIVE_INFINITY, firstRows }: WatchSettings,
  what: string,
): AsyncIterable<RowBatch> {
  const first = firstRows?.get(what)
  const read: string[] = []
  for await (const batch of batches) {
    // Their receiver may do with the rows what it likes: they are looked at before they are handed on.
    const texts = first === undefined && maxRows === Number.POSITIVE_INFINITY ? [] : batch.rows.map(rowText)
    const end = first === undefined ? -1 : texts.findIndex((text) => !first.has(text))
    read.push(...texts)
    if (end === 0) return
    yield end < 0 ? batch : { ...batch, rows: batch.rows.slice(0, end) }
    if (end > 0) return
    if (first === undefined && read.length >= maxRows) {
      firstRows?.set(what, new Set(read))
      return
    }
  }
}
