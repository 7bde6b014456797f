import { createCipheriv } from 'node:crypto'
import { Secret } from '@berth/core'
import { beforeEach, expect, test } from 'vitest'
import { sealingKey } from '../../src/gateways/sealed-secret.ts'
import {
  gatewayDialect,
  MemoryReplayStore,
  openSealedSecret,
  refreshSecrets,
  type SecretCall,
  sealSecret,
  signingSecret,
  verifyFor,
} from '../../src/index.ts'

const appKey = new Secret('0123456789abcdef0123456789abcdef')
const start = 1_700_000_000_000
let now = start
let calls: SecretCall[] = []
beforeEach(() => {
  now = start
  calls = []
})

type Answer = (call: SecretCall) => unknown
const options = (answer: Answer, signal = new AbortController().signal) => ({
  now: () => now,
  signal,
  exchange: (call: SecretCall) => {
    calls.push(call)
    return Promise.resolve(answer(call))
  },
})
const pathsCalled = () => calls.map(({ path }) => path.split('/').at(-1))

test('a sealed secret opens under the registered key alone', () => {
  expect(sealingKey(appKey).toString('hex')).toBe('2d703e10a32f30251a2370355793e786')
  const sealed = 'UriAUZeT9jVIUeRw2qHIaxvWzYd6ETe3RgxtaNiaMoM='
  expect(openSealedSecret(appKey, sealed).reveal()).toBe('test-app-secret-0001')
  expect(sealSecret(appKey, new Secret('test-app-secret-0001'))).toBe(sealed)
  const cipher = createCipheriv('aes-128-ecb', sealingKey(appKey), null)
  const noText = Buffer.concat([cipher.update(Buffer.from([0xff, 0xfe])), cipher.final()]).toString('base64')
  const broken = [noText, `${sealed.slice(0, -6)}AAAAA=`, '', 'AAAA', sealed.slice(0, 24)]
  for (const text of broken) {
    expect(() => openSealedSecret(appKey, text)).toThrow(expect.objectContaining({ code: 'PROTOCOL_ERROR' }))
  }
  expect(() => openSealedSecret(new Secret('another'), sealed)).toThrow(expect.objectContaining({ origin: 'gateway' }))
})

const national = gatewayDialect('gjgxjhpt')
const nationalCredentials = { id: 'TEST-RID-0001', secret: appKey }
const nationalAnswer = (secretEndTime: unknown) => ({
  code: '0',
  message: 'ok',
  data: { secret: sealSecret(appKey, new Secret('test-app-secret-0001')), secretEndTime },
})

test('the secret of the national platform is fetched with the appkey, and used to its end', async () => {
  const given = options(() => nationalAnswer(String(start + 3_600_000)))
  const fetched = await refreshSecrets(national, nationalCredentials, {}, { ...given, service: 's_TEST_0001' })
  expect(signingSecret(national, nationalCredentials, fetched).reveal()).toBe('test-app-secret-0001')
  const [call] = calls
  expect(call).toMatchObject({ method: 'POST', path: '/sysapi/auth/refreshappsecret', carrier: 'body' })
  const request = { headers: call?.fields ?? {} }
  const verified = { secretOf: () => appKey, now, replay: new MemoryReplayStore() }
  await expect(verifyFor(national, request, verified)).resolves.toMatchObject({ id: 'TEST-RID-0001' })
  now = start + 3_540_000 - 1
  expect(await refreshSecrets(national, nationalCredentials, fetched, given)).toBe(fetched)
  now = start + 3_540_000
  const renewed = refreshSecrets(national, nationalCredentials, fetched, { ...given, service: 's_TEST_0001' })
  await expect(renewed).resolves.toBeDefined()
  expect(calls).toHaveLength(2)
})

test('a secret whose end is not known holds until the gateway refuses it', async () => {
  const given = { ...options(() => nationalAnswer('2023-11-15')), service: 's_TEST_0001' }
  const fetched = await refreshSecrets(national, nationalCredentials, {}, given)
  expect(fetched['secret']?.until).toBeUndefined()
  now = start + 1e12
  expect(await refreshSecrets(national, nationalCredentials, fetched, given)).toBe(fetched)
})

const zhejiang = gatewayDialect('zhejiang-data')
const zhejiangCredentials = { id: 'test-app-key-0001', secret: new Secret('test-app-secret-0001') }

/** A gateway that checks what it is asked with, and gives what its own program gives. */
const gateway = (state: { refresh: string; request: string; isLazy?: boolean }) => async (call: SecretCall) => {
  const byKey = call.path.endsWith('ByKey.htm')
  const secret = byKey ? zhejiangCredentials.secret : new Secret(state.refresh)
  try {
    const query = Object.entries(call.fields)
    await verifyFor(zhejiang, { query, headers: {} }, { secretOf: () => secret, now, replay: new MemoryReplayStore() })
  } catch {
    return { code: '14', msg: 'sign error', datas: null }
  }
  const refresh = { refreshSecret: state.refresh, refreshSecretEndTime: now + 48 * 3_600_000 }
  const request = { requestSecret: state.request, requestSecretEndTime: now + 900_000 }
  if (state.isLazy === true) return { code: '00', datas: byKey ? { refreshSecret: state.refresh } : request }
  return { code: '00', datas: { ...refresh, ...request } }
}

test.each([true, false])('Zhejiang: two stages, the later one while its secret holds (lazy: %s)', async (isLazy) => {
  const state = { refresh: 'test-refresh-secret-0001', request: 'test-request-secret-0001', isLazy }
  const given = options(gateway(state))
  const first = await refreshSecrets(zhejiang, zhejiangCredentials, {}, given)
  expect(signingSecret(zhejiang, zhejiangCredentials, first).reveal()).toBe('test-request-secret-0001')
  const both = ['refreshTokenByKey.htm', 'refreshTokenBySec.htm']
  expect(pathsCalled()).toEqual(isLazy ? both : both.slice(0, 1))
  calls = []
  now += 900_000
  state.request = 'test-request-secret-0002'
  const second = await refreshSecrets(zhejiang, zhejiangCredentials, first, given)
  expect(pathsCalled()).toEqual(['refreshTokenBySec.htm'])
  expect(signingSecret(zhejiang, zhejiangCredentials, second).reveal()).toBe('test-request-secret-0002')
  calls = []
  now += 48 * 3_600_000
  await refreshSecrets(zhejiang, zhejiangCredentials, second, given)
  expect(pathsCalled()).toEqual(isLazy ? both : both.slice(0, 1))
})

test('Zhejiang: a refresh secret the gateway no longer takes is fetched anew', async () => {
  const state = { refresh: 'test-refresh-secret-0001', request: 'test-request-secret-0001', isLazy: true }
  const given = options(gateway(state))
  const first = await refreshSecrets(zhejiang, zhejiangCredentials, {}, given)
  calls = []
  now += 900_000
  state.refresh = 'test-refresh-secret-0002'
  await refreshSecrets(zhejiang, zhejiangCredentials, first, given)
  expect(pathsCalled()).toEqual(['refreshTokenBySec.htm', 'refreshTokenByKey.htm', 'refreshTokenBySec.htm'])
})

test('a refusal is passed on with its code, after as many calls as can help', async () => {
  const wrong = { ...zhejiangCredentials, secret: new Secret('test-wrong-secret') }
  const state = { refresh: 'test-refresh-secret-0001', request: 'r' }
  await expect(refreshSecrets(zhejiang, wrong, {}, options(gateway(state)))).rejects.toMatchObject({
    code: 'PLATFORM_REFUSED',
    details: { remoteCode: '14' },
  })
  expect(calls).toHaveLength(1)
  const always = options((call) =>
    call.path.endsWith('ByKey.htm') ? { code: '00', datas: { refreshSecret: 's' } } : { code: '口令 bad\r\n' },
  )
  await expect(refreshSecrets(zhejiang, zhejiangCredentials, {}, always)).rejects.toMatchObject({
    code: 'PLATFORM_REFUSED',
    details: { remoteCode: 'unknown' },
  })
  expect(calls.length).toBeLessThanOrEqual(4)
})

test.each([null, 'text', [], {}, { code: '00' }, { code: '00', datas: { refreshSecret: { toString: 1 } } }])(
  'the answer %j is refused, whatever it is',
  async (answer) => {
    const refused = refreshSecrets(
      zhejiang,
      zhejiangCredentials,
      {},
      options(() => answer),
    )
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/PLATFORM_REFUSED|PROTOCOL_ERROR/) })
    expect(calls).toHaveLength(1)
  },
)

test('a secret that has already ended when it comes is refused', async () => {
  const given = { ...options(() => nationalAnswer(start - 1)), service: 's_TEST_0001' }
  await expect(refreshSecrets(national, nationalCredentials, {}, given)).rejects.toMatchObject({
    code: 'PROTOCOL_ERROR',
  })
  expect(calls.length).toBeLessThanOrEqual(2)
})

test('a failed call is passed on, an aborted one is not made', async () => {
  const failing = { ...options(() => undefined), exchange: () => Promise.reject(new TypeError('no connection')) }
  await expect(refreshSecrets(zhejiang, zhejiangCredentials, {}, failing)).rejects.toThrow('no connection')
  const aborted = options(() => undefined, AbortSignal.abort())
  await expect(refreshSecrets(zhejiang, zhejiangCredentials, {}, aborted)).rejects.toMatchObject({ code: 'ABORTED' })
  expect(calls).toEqual([])
})

test('a dialect without exchanges signs with the registered secret', async () => {
  const plain = gatewayDialect('x-client-id')
  const credentials = { id: 'test-client-0001', secret: new Secret('test-token-key-0001') }
  const held = await refreshSecrets(
    plain,
    credentials,
    {},
    options(() => undefined),
  )
  expect(signingSecret(plain, credentials, held)).toBe(credentials.secret)
  expect(calls).toEqual([])
})
