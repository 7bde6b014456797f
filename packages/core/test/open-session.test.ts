import { expect, test } from 'vitest'
import {
  BerthError,
  type Connector,
  type ConnectorManifest,
  defineConnector,
  openSession,
  type RowBatch,
  Secret,
  type Session,
} from '../src/index.ts'

const manifest: ConnectorManifest = {
  name: 'trial',
  contract: 1,
  title: { zh: '试验', en: 'Trial' },
  testedServers: [],
  options: {
    host: { type: 'string', title: { zh: '主机' }, default: 'localhost' },
    port: { type: 'integer', title: { zh: '端口' }, minimum: 1, maximum: 65_535, required: true },
    password: { type: 'string', title: { zh: '密码' }, secret: true },
  },
  capabilities: { lookup: { maxKeys: 2 }, scan: {}, apply: { insert: true } },
  exemptions: [],
}

function connectorOf(session: Partial<Session>, over: Partial<Connector> = {}): Connector {
  const complete: Session = {
    ping: () => Promise.resolve({ product: 'Trial 1', writable: false }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...session,
  }
  return defineConnector({ manifest, open: () => Promise.resolve(complete), ...over })
}

async function failure(running: Promise<unknown>): Promise<BerthError> {
  const error = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (BerthError.is(error)) return error
  throw error ?? new Error('nothing was thrown')
}

const never = (): Promise<never> => new Promise(() => undefined)
const lookup = { dataset: 'T', columns: [{ name: 'A' }], by: ['A'], limit: 1 }

test('options are checked, defaulted, and secrets wrapped', async () => {
  const seen: unknown[] = []
  const connector = connectorOf({})
  const spy = defineConnector({
    ...connector,
    open: (options, context) => {
      seen.push(options)
      return connector.open(options, context)
    },
  })
  await using _session = await openSession(spy, { port: 1, password: 'p' })
  expect(seen).toMatchObject([{ host: 'localhost', port: 1 }])
  expect((seen[0] as { password: Secret }).password).toBeInstanceOf(Secret)
  expect((await failure(openSession(connector, {}))).code).toBe('OPTION_MISSING')
  expect((await failure(openSession(connector, { port: 1, prot: 2 }))).details).toMatchObject({ option: 'prot' })
  const invalid = await failure(openSession(connector, { port: '3050-canary' }))
  expect(invalid.code).toBe('OPTION_INVALID')
  expect(JSON.stringify(invalid)).not.toContain('canary')
})

test('a contract version that is not understood is refused', async () => {
  const future = { ...connectorOf({}), manifest: { ...manifest, contract: 2 } } as unknown as Connector
  expect((await failure(openSession(future, { port: 1 }))).code).toBe('CONTRACT_UNSUPPORTED')
})

test('a connection that comes up after the deadline is closed', async () => {
  const closed = Promise.withResolvers<void>()
  const late = Promise.withResolvers<void>()
  const session: Session = {
    ping: never,
    [Symbol.asyncDispose]: () => {
      closed.resolve()
      return Promise.resolve()
    },
  }
  const connector = connectorOf({}, { open: () => late.promise.then(() => session) })
  expect((await failure(openSession(connector, { port: 1 }, { connectTimeoutMs: 5 }))).code).toBe('CONNECT_TIMEOUT')
  late.resolve()
  await closed.promise
})

test('a capability that is not there is refused, never answered empty', async () => {
  await using session = await openSession(connectorOf({}), { port: 1 })
  expect((await failure(session.lookup({ ...lookup, keys: [[1]] }))).code).toBe('NOT_SUPPORTED')
  expect(() => session.changes({ dataset: 'T', columns: [], by: { kind: 'column', column: 'A', key: [] } })).toThrow(
    BerthError,
  )
  const apply = session.apply({
    dataset: 'T',
    fields: [],
    rows: [],
    key: [],
    mode: 'insert',
    batch: '1',
    onReject: 'abort',
  })
  expect((await failure(apply)).code).toBe('NOT_SUPPORTED')
})

test('a call that hangs ends at its deadline, and the session is not used again', async () => {
  await using session = await openSession(connectorOf({ ping: never }), { port: 1 }, { callTimeoutMs: 5 })
  expect((await failure(session.ping())).code).toBe('CALL_TIMEOUT')
  expect(session.usable).toBe(false)
  expect((await failure(session.ping())).code).toBe('CONNECTION_LOST')
})

test('a charset for a column needs the capability', async () => {
  const session: Partial<Session> = { lookup: () => Promise.resolve({ fields: [], answers: [] }) }
  await using opened = await openSession(connectorOf(session), { port: 1 })
  const asking = opened.lookup({ ...lookup, columns: [{ name: 'A', charset: 'GBK' }], keys: [['a']] })
  expect((await failure(asking)).details).toMatchObject({ capability: 'text.charsetPerColumn' })
})

test('a write that is not answered in time has an unknown outcome', async () => {
  await using opened = await openSession(
    connectorOf({ apply: never }),
    { port: 1 },
    { access: 'write', callTimeoutMs: 5 },
  )
  const apply = opened.apply({
    dataset: 'T',
    fields: [],
    rows: [],
    key: [],
    mode: 'insert',
    batch: '1',
    onReject: 'abort',
  })
  expect((await failure(apply)).code).toBe('UNKNOWN_OUTCOME')
  expect(opened.usable).toBe(false)
})

test('an abort ends a call and reaches the connector', async () => {
  const told = Promise.withResolvers<void>()
  const ping: Session['ping'] = (signal) => {
    signal.addEventListener('abort', () => told.resolve())
    return never()
  }
  await using session = await openSession(connectorOf({ ping }), { port: 1 })
  const controller = new AbortController()
  const running = session.ping({ signal: controller.signal })
  controller.abort()
  expect((await failure(running)).code).toBe('ABORTED')
  await told.promise
})

test('an abort ends a read whose connector does not obey, and says so', async () => {
  const rest = Promise.withResolvers<never>()
  const scan: Session['scan'] = async function* () {
    yield await rest.promise
  }
  await using session = await openSession(connectorOf({ scan }), { port: 1 }, { callTimeoutMs: 20_000 })
  const controller = new AbortController()
  const started = performance.now()
  const read = async (): Promise<void> => {
    const request = { dataset: 'T', columns: [{ name: 'A' }] }
    for await (const _ of session.scan(request, { signal: controller.signal })) expect.unreachable()
  }
  const reading = failure(read())
  controller.abort()
  expect((await reading).code).toBe('ABORTED')
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(session.usable).toBe(false)
})

test('two calls at once are the programmer’s mistake', async () => {
  await using session = await openSession(connectorOf({ ping: never }), { port: 1 }, { callTimeoutMs: 50 })
  const first = failure(session.ping())
  await expect(session.ping()).rejects.toThrow(TypeError)
  await first
})

test('a native error never shows its words', async () => {
  const ping = (): Promise<never> => Promise.reject(new Error('conversion error from string "canary"'))
  await using session = await openSession(connectorOf({ ping }), { port: 1 })
  const error = await failure(session.ping())
  expect(error.code).toBe('INTERNAL')
  expect(JSON.stringify(error) + error.message).not.toContain('canary')
})

test('questions are split, and one that fails alone fails alone', async () => {
  const asked: number[] = []
  const session: Partial<Session> = {
    lookup: (request) => {
      asked.push(request.keys.length)
      if (request.keys.some(([key]) => key === 'bad'))
        return Promise.reject(new BerthError('VALUE_INVALID', { column: 'A', type: 'date', length: 3 }))
      const answers = request.keys.map((key) => ({ rows: [[...key]], more: false }))
      return Promise.resolve({ fields: [{ name: 'A', type: { name: 'text' as const } }], answers })
    },
  }
  await using opened = await openSession(connectorOf(session), { port: 1 })
  const { answers } = await opened.lookup({ ...lookup, keys: [['a'], ['b'], ['bad'], ['c'], ['d']] })
  expect(answers.map((answer) => answer.error?.code ?? answer.rows[0]?.[0])).toEqual([
    'a',
    'b',
    'VALUE_INVALID',
    'c',
    'd',
  ])
  expect(asked).toEqual([2, 2, 1, 1, 1])
})

test('answers that do not pair with the questions are refused', async () => {
  const session: Partial<Session> = { lookup: () => Promise.resolve({ fields: [], answers: [] }) }
  await using opened = await openSession(connectorOf(session), { port: 1 })
  expect((await failure(opened.lookup({ ...lookup, keys: [['a']] }))).code).toBe('INTERNAL')
})

test('leaving a scan early ends it at the connector, and the session goes on', async () => {
  let ended = false
  const session: Partial<Session> = {
    async *scan(request) {
      try {
        for (let row = 0; ; row++) {
          await Promise.resolve()
          yield { fields: [], rows: [[row, request.batchRows]] }
        }
      } finally {
        ended = true
      }
    },
  }
  await using opened = await openSession(connectorOf(session), { port: 1 })
  for await (const batch of opened.scan({ dataset: 'T', columns: [] })) {
    expect(batch.rows).toEqual([[0, 1000]])
    break
  }
  expect(ended).toBe(true)
  expect((await opened.ping()).product).toBe('Trial 1')
})

test('a batch that does not come ends the scan at its deadline', async () => {
  const session: Partial<Session> = {
    async *scan() {
      yield { fields: [], rows: [[1]] }
      await never()
    },
  }
  await using opened = await openSession(connectorOf(session), { port: 1 }, { callTimeoutMs: 5 })
  const seen: unknown[] = []
  const reading = (async () => {
    for await (const batch of opened.scan({ dataset: 'T', columns: [] })) seen.push(batch.rows)
  })()
  expect((await failure(reading)).code).toBe('CALL_TIMEOUT')
  expect(seen).toEqual([[[1]]])
  expect(opened.usable).toBe(false)
})

test('the first batch of a read that is put in order first has more time, and the others have not', async () => {
  const slowly = async function* (): AsyncIterable<RowBatch> {
    for (const rows of [[[1]], [[2]]]) {
      await new Promise((resolve) => setTimeout(resolve, 150))
      yield { fields: [], rows }
    }
  }
  const staged = { ...manifest, capabilities: { ...manifest.capabilities, scan: { staged: true as const } } }
  const seen: unknown[] = []
  const read = async (of: ConnectorManifest): Promise<void> => {
    const connector = connectorOf({ scan: slowly }, { manifest: of })
    await using session = await openSession(connector, { port: 1 }, { callTimeoutMs: 50 })
    for await (const { rows } of session.scan({ dataset: 'T', columns: [] })) seen.push(...rows)
  }
  expect((await failure(read(manifest))).code).toBe('CALL_TIMEOUT')
  expect(seen).toEqual([])
  expect((await failure(read(staged))).code).toBe('CALL_TIMEOUT')
  expect(seen).toEqual([[1]])
})
