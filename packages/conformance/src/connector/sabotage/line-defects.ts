import { BerthError, type Connector, type ErrorCode, type Row, type Secret } from '@berth/core'
import type { Defect, WholeSession } from './defect.ts'

function lineDefect(id: string, caughtBy: readonly string[], alter: Defect['alter']): Defect {
  return { id, caughtBy, on: 'line', alter }
}

function openDefect(id: string, caughtBy: readonly string[], open: NonNullable<Defect['open']>): Defect {
  return { id, caughtBy, on: 'line', open, alter: () => ({}) }
}

function isOneOf(error: unknown, ...codes: readonly ErrorCode[]): boolean {
  return BerthError.is(error) && codes.includes(error.code)
}

/** A connect that fails with another error than that of the line. */
function opening(change: (error: unknown, options: unknown) => unknown): (connector: Connector) => Connector['open'] {
  return (connector) => async (options, context) => {
    try {
      return await connector.open(options, context)
    } catch (error) {
      throw change(error, options)
    }
  }
}

async function* quietly<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
  try {
    yield* items
  } catch (error) {
    if (!isOneOf(error, 'CONNECTION_LOST')) throw error
  }
}

/** Takes a pause of the line for the end of what is said. */
async function* impatient<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
  const iterator = items[Symbol.asyncIterator]()
  let first = true
  for (;;) {
    let timer: NodeJS.Timeout | undefined
    const pause = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, first ? 5000 : 25, undefined)
    })
    const step = await Promise.race([iterator.next(), pause])
    clearTimeout(timer)
    if (step === undefined || step.done === true) return
    first = false
    yield step.value
  }
}

const deaf = new AbortController().signal

/** A write that is done again, as if it were another, where nobody knows whether it was done. */
function again(session: WholeSession, another: () => Promise<WholeSession>): ReturnType<Defect['alter']> {
  const retried = async <Result>(
    first: () => Promise<Result>,
    second: (session: WholeSession) => Promise<Result>,
  ): Promise<Result> => {
    try {
      return await first()
    } catch (error) {
      if (!isOneOf(error, 'UNKNOWN_OUTCOME')) throw error
      const other = await another()
      return await second(other).finally(() => other[Symbol.asyncDispose]())
    }
  }
  return {
    apply: (request, signal) =>
      retried(
        () => session.apply(request, signal),
        (other) => other.apply({ ...request, batch: `${request.batch}-again`, key: [] }, signal),
      ),
    invoke: (request, signal) =>
      retried(
        () => session.invoke(request, signal),
        (other) => other.invoke({ ...request, idempotencyKey: `${request.idempotencyKey}-again` }, signal),
      ),
  }
}

/** Faults of connectors whose line to the system is disturbed. */
export const lineDefects: readonly Defect[] = [
  lineDefect('cut-read-ends-quietly', ['line/cut-scan', 'line/cut-changes'], (session) => ({
    scan: (request, signal) => quietly(session.scan(request, signal)),
    changes: (request, signal) => quietly(session.changes(request, signal)),
  })),
  lineDefect('cut-lookup-finds-nothing', ['line/cut-lookup'], (session) => ({
    lookup: async (request, signal) => {
      try {
        return await session.lookup(request, signal)
      } catch (error) {
        if (!isOneOf(error, 'CONNECTION_LOST')) throw error
        return { fields: [], answers: request.keys.map(() => ({ rows: [], more: false })) }
      }
    },
  })),
  lineDefect('cut-write-said-to-be-undone', ['line/cut-apply', 'line/cut-invoke'], (session) => {
    const undone = (error: unknown): never => {
      throw isOneOf(error, 'UNKNOWN_OUTCOME') ? new BerthError('CONNECTION_LOST') : error
    }
    return {
      apply: (request, signal) => session.apply(request, signal).catch(undone),
      invoke: (request, signal) => session.invoke(request, signal).catch(undone),
    }
  }),
  lineDefect('write-retried-blindly', ['line/cut-invoke'], again),
  openDefect(
    'cut-login-taken-for-a-wrong-password',
    ['line/cut-login'],
    opening((error) =>
      isOneOf(error, 'CONNECTION_LOST') ? new BerthError('AUTH_FAILED', { host: '-', user: '-' }) : error,
    ),
  ),
  openDefect(
    'refusal-without-a-code',
    ['line/refused'],
    opening((error) => (isOneOf(error, 'CONNECT_REFUSED') ? new Error('connect ECONNREFUSED') : error)),
  ),
  openDefect(
    'connects-without-a-deadline',
    ['line/stalled-login'],
    (connector) => (options, context) => connector.open(options, { ...context, signal: deaf }),
  ),
  lineDefect('signal-ignored-on-a-dead-line', ['line/stalled'], (session) => ({
    lookup: (request) => session.lookup(request, deaf),
  })),
  lineDefect('socket-left-open', ['line/cut-scan'], () => ({
    [Symbol.asyncDispose]: async () => undefined,
  })),
  lineDefect('pause-taken-for-the-end', ['line/slow'], (session) => ({
    scan: (request, signal) => impatient(session.scan(request, signal)),
  })),
  lineDefect('damaged-answer-filled-up', ['line/damaged'], (session) => ({
    scan: async function* (request, signal) {
      try {
        yield* session.scan(request, signal)
      } catch (error) {
        if (!isOneOf(error, 'PROTOCOL_ERROR')) throw error
        yield { fields: request.columns.map(({ name }) => ({ name, type: { name: 'integer' as const } })), rows: [[]] }
      }
    },
  })),
  lineDefect('damaged-answer-breaks-the-parser', ['line/damaged'], (session) => ({
    scan: async function* (request, signal) {
      try {
        yield* session.scan(request, signal)
      } catch (error) {
        throw isOneOf(error, 'PROTOCOL_ERROR') ? new RangeError('offset is out of range') : error
      }
    },
  })),
  openDefect(
    'secret-in-the-error',
    ['secrets/in-errors'],
    opening((error, options) => {
      if (!isOneOf(error, 'AUTH_FAILED')) return error
      const { password } = options as { readonly password: Secret }
      return new BerthError('AUTH_FAILED', { host: '-', user: `kit:${password.reveal()}` })
    }),
  ),
  lineDefect('half-a-batch-then-the-other', ['kill/apply'], (session) => ({
    apply: async (request, signal) => {
      const half = Math.ceil(request.rows.length / 2)
      const part = (name: string, rows: readonly Row[]): ReturnType<WholeSession['apply']> =>
        session.apply({ ...request, batch: `${request.batch}-${name}`, rows }, signal)
      const first = await part('first', request.rows.slice(0, half))
      await new Promise((resolve) => setTimeout(resolve, 1000))
      const second = await part('second', request.rows.slice(half))
      return { ...second, applied: first.applied + second.applied }
    },
  })),
  lineDefect('key-remembered-in-the-process', ['kill/invoke'], (session) => ({
    invoke: (request, signal) =>
      session.invoke({ ...request, idempotencyKey: `${request.idempotencyKey}-${process.pid}` }, signal),
  })),
  lineDefect('place-of-what-was-read-ahead', ['kill/scan', 'kill/changes'], (session) => {
    const ahead = async function* <Batch extends { readonly cursor?: string }>(
      batches: AsyncIterable<Batch>,
    ): AsyncIterable<Batch> {
      let last: Batch | undefined
      for await (const batch of batches) {
        if (last !== undefined) yield { ...last, cursor: batch.cursor }
        last = batch
      }
      if (last !== undefined) yield last
    }
    return {
      scan: (request, signal) => ahead(session.scan(request, signal)),
      changes: (request, signal) => ahead(session.changes(request, signal)),
    }
  }),
]
