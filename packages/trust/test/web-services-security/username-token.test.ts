import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Secret } from '@berth/core'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import {
  MemoryReplayStore,
  nonceEncodingType,
  passwordDigestType,
  passwordTextType,
  type UsernameToken,
  usernameToken,
  type VerifyUsernameTokenOptions,
  verifyUsernameToken,
} from '../../src/index.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const password = new Secret('test-password-0001')
const nonce = Buffer.from('0123456789abcdef')
const token = usernameToken({ username: 'old-system', password, created: now, nonce })
const text: UsernameToken = { username: 'old-system', password: password.reveal(), passwordType: passwordTextType }

let replay = new MemoryReplayStore()
beforeEach(() => {
  replay = new MemoryReplayStore()
})
const passwordOf = (username: string) => (username === 'old-system' ? password : undefined)
const verify = (given: UsernameToken, change: Partial<VerifyUsernameTokenOptions> = {}) =>
  verifyUsernameToken(given, { passwordOf, now, replay, ...change })

test('the digest is that of the published example (ONVIF Application Programmer’s Guide, 6.1.1.3)', async () => {
  const published = {
    username: 'admin',
    password: 'tuOSpGlFlIXsozq4HFNeeGeFLEI=',
    passwordType: passwordDigestType,
    nonce: 'LKqI6G/AikKCQrN0zqZFlg==',
    created: '2010-09-16T07:50:45Z',
  }
  const at = { passwordOf: () => new Secret('userpassword'), now: Date.UTC(2010, 8, 16, 7, 50, 45) }
  await expect(verify(published, at)).resolves.toEqual({ username: 'admin' })
})

interface Written extends UsernameToken {
  readonly case: string
  readonly sharedPassword: string
}

const written = JSON.parse(
  readFileSync(new URL('fixtures/zeep-4.2.1-username-tokens.json', import.meta.url), 'utf8'),
) as readonly Written[]

test.each(written.map((each) => [each.case, each] as const))('zeep wrote it: %s', async (_name, each) => {
  const at = {
    passwordOf: (username: string) => (username === each.username ? new Secret(each.sharedPassword) : undefined),
    now: each.created === undefined ? now : Date.parse(each.created),
    acceptPasswordText: true,
  }
  await expect(verify(each, at)).resolves.toEqual({ username: each.username })
  const other = { ...at, passwordOf: () => new Secret(`${each.sharedPassword} `) }
  await expect(verify(each, other)).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' })
})

test('a token holds once, however its nonce is written', async () => {
  await expect(verify(token)).resolves.toEqual({ username: 'old-system' })
  await expect(verify(token)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
  const unpadded = { ...token, nonce: token.nonce.replaceAll('=', '') }
  await expect(verify(unpadded)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
  const atTheEnd = { now: now + 300_000 }
  await expect(verify(token, atTheEnd)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
})

test('a token from a fast clock is remembered to the end of its time', async () => {
  const early = usernameToken({ username: 'old-system', password, created: now + 300_000, nonce })
  await verify(early)
  await expect(verify(early, { now: now + 600_000 })).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
})

test('it holds within the tolerance either way, and is not used up outside of it', async () => {
  await expect(verify(token, { now: now + 300_001 })).rejects.toMatchObject({ details: { seconds: 300 } })
  await expect(verify(token, { now: now - 300_001 })).rejects.toMatchObject({ code: 'CLOCK_SKEW' })
  await expect(verify(token, { now: now + 10_001, toleranceMs: 10_000 })).rejects.toMatchObject({ code: 'CLOCK_SKEW' })
  await expect(verify(token, { now: now + 300_000 })).resolves.toEqual({ username: 'old-system' })
})

test('any altered part changes the verdict', async () => {
  const part = fc.constantFrom('username', 'password', 'nonce', 'created' as const)
  await fc.assert(
    fc.asyncProperty(part, fc.nat(), fc.string({ unit: 'binary', minLength: 1 }), async (name, at, change) => {
      const whole = token[name as 'created']
      const altered = whole.slice(0, at % whole.length) + change + whole.slice((at % whole.length) + 1)
      fc.pre(altered !== whole && meaning(name, altered) !== meaning(name, whole))
      const verdict = verify({ ...token, [name]: altered }, { replay: new MemoryReplayStore() })
      await expect(verdict).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' })
    }),
  )
})

/** Base64 may be written in several ways, with white space around it. */
function meaning(name: string, value: string): string {
  return name === 'password' || name === 'nonce' ? Buffer.from(value, 'base64').toString('hex') : value
}

test('the bytes of nonce and time cannot be cut in another place', async () => {
  const joined = Buffer.concat([nonce, Buffer.from(token.created)])
  for (let cut = 8; cut < joined.length; cut++) {
    if (cut === nonce.length) continue
    const moved = {
      nonce: joined.subarray(0, cut).toString('base64'),
      created: joined.subarray(cut).toString('latin1'),
    }
    const any = { toleranceMs: Number.MAX_SAFE_INTEGER }
    await expect(verify({ ...token, ...moved }, any)).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' })
  }
})

test.each([
  '2026-01-02T03:04:05',
  '2026-02-31T03:04:05Z',
  '2026-01-02T24:00:00Z',
  '2026-01-02 03:04:05Z',
  '2026-01-02T03:04:05+99:00',
  ' 2026-01-02T03:04:05Z',
  '',
])('the time %j is refused', async (created) => {
  await expect(verify({ ...token, created })).rejects.toMatchObject({
    code: 'CREDENTIALS_INVALID',
    details: { problem: 'Created is not a date and time with its zone' },
  })
})

test('an offset is read as what it says', async () => {
  const created = new Date(now + 8 * 3_600_000).toISOString().replace('.000Z', '.000+08:00')
  const digest = createHash('sha1').update(nonce).update(created).update(password.reveal()).digest('base64')
  await expect(verify({ ...token, created, password: digest })).resolves.toEqual({ username: 'old-system' })
  replay = new MemoryReplayStore()
  const skewed = verify({ ...token, created, password: digest }, { now: now + 8 * 3_600_000 })
  await expect(skewed).rejects.toMatchObject({ code: 'CLOCK_SKEW', details: { seconds: 28_800 } })
})

test.each<[string, Partial<UsernameToken>, string]>([
  ['no user name', { username: '' }, 'Username is empty or too long'],
  ['a long user name', { username: 'u'.repeat(257) }, 'Username is empty or too long'],
  ['no nonce', { nonce: undefined }, 'a digest needs Nonce and Created'],
  ['no time', { created: undefined }, 'a digest needs Nonce and Created'],
  ['an empty nonce', { nonce: '' }, 'Nonce is not Base64, or too long'],
  ['a short nonce', { nonce: Buffer.from('1234567').toString('base64') }, 'Nonce is shorter than 8 bytes'],
  ['a long nonce', { nonce: Buffer.alloc(130, 1).toString('base64') }, 'Nonce is not Base64, or too long'],
  ['a nonce that is no Base64', { nonce: '0x0011-2233' }, 'Nonce is not Base64, or too long'],
  ['a nonce in hex', { nonceEncoding: `${nonceEncodingType}Hex` }, 'the EncodingType of Nonce'],
  [
    'another password type',
    { passwordType: 'http://example.invalid/#Other' },
    'the Type of Password is neither PasswordDigest nor PasswordText',
  ],
  ['an empty digest', { password: '' }, 'user name or password'],
])('%s is refused', async (_name, change, problem) => {
  await expect(verify({ ...token, ...change })).rejects.toMatchObject({
    code: 'CREDENTIALS_INVALID',
    details: { problem },
  })
})

test('a password in the clear holds only where it is accepted', async () => {
  await expect(verify(text)).rejects.toMatchObject({ code: 'PASSWORD_UNPROTECTED' })
  await expect(verify({ ...text, passwordType: undefined })).rejects.toMatchObject({ code: 'PASSWORD_UNPROTECTED' })
  const accept = { acceptPasswordText: true }
  await expect(verify(text, accept)).resolves.toEqual({ username: 'old-system' })
  await expect(verify({ ...text, passwordType: undefined }, accept)).resolves.toEqual({ username: 'old-system' })
  const wrong = { ...text, password: 'test-password-0002' }
  await expect(verify(wrong, accept)).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' })
  const once = { ...text, nonce: token.nonce, created: token.created }
  await verify(once, accept)
  await expect(verify(once, accept)).rejects.toMatchObject({ code: 'REQUEST_REPLAYED' })
  const late = { ...accept, now: now + 300_001 }
  await expect(verify({ ...text, created: token.created }, late)).rejects.toMatchObject({ code: 'CLOCK_SKEW' })
})

test('a digest is never taken for the password itself, nor the reverse', async () => {
  const accept = { acceptPasswordText: true }
  const digestAsText = { ...token, passwordType: passwordTextType }
  await expect(verify(digestAsText, accept)).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' })
  const textAsDigest = { ...token, password: password.reveal() }
  await expect(verify(textAsDigest, accept)).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' })
})

test('old and new password both hold while it is changed', async () => {
  const both = [new Secret('test-password-0002'), password]
  await expect(verify(token, { passwordOf: () => both })).resolves.toEqual({ username: 'old-system' })
  await expect(verify(token, { passwordOf: () => [] })).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' })
})

test('a user who is not known and a wrong password are refused alike, and no refusal tells a password', async () => {
  const refusal = async (given: UsernameToken, known: boolean) => {
    const caught: unknown = await verify(given, { passwordOf: () => (known ? new Secret('p') : undefined) }).catch(
      (error: unknown) => error,
    )
    return JSON.stringify(caught)
  }
  expect(await refusal(token, false)).toBe(await refusal(token, true))
  expect(await refusal(token, true)).toContain('CREDENTIALS_INVALID')
  expect(await refusal(token, true)).not.toContain(token.password)
  expect(await refusal(text, true)).not.toContain(password.reveal())
})

test('a refused token is not remembered, and a full memory refuses', async () => {
  await verify({ ...token, password: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }).catch(() => undefined)
  expect(replay.size).toBe(0)
  const full = { replay: new MemoryReplayStore(0) }
  await expect(verify(token, full)).rejects.toMatchObject({ code: 'OVERLOADED' })
})
