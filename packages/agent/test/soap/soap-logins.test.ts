import { BerthError, Secret } from '@berth/core'
import { MemoryReplayStore, type UsernameToken, usernameToken } from '@berth/trust'
import { expect, test } from 'vitest'
import { FailedLogins } from '../../src/soap/failed-logins.ts'
import { SoapLogins } from '../../src/soap/soap-logins.ts'
import { grant, platform } from '../docking/running-docking.ts'

const system = 'civil-affairs.marriage'
const now = Date.now()
const password = new Secret('a word')
const plain: UsernameToken = { username: 'housing-fund', password: 'a word' }

function someLogins(grants: readonly string[]): SoapLogins {
  const logins = new Map([['housing-fund', { password, grants: () => grants }]])
  return new SoapLogins({ system, logins, keys: [platform], replay: new MemoryReplayStore() })
}

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => BerthError.from(error, 'INTERNAL').code,
  )
}

test('a password in the clear over a network is refused, right or wrong', async () => {
  const logins = someLogins([])
  const far = { peer: '192.0.2.7', isProtected: false }
  expect(await codeOf(logins.credential(plain, far).verified(now))).toBe('PASSWORD_UNPROTECTED')
  expect(await codeOf(logins.credential({ ...plain, password: 'x' }, far).verified(now))).toBe('PASSWORD_UNPROTECTED')
  expect(await codeOf(logins.credential(plain, { ...far, isProtected: true }).verified(now))).toBeUndefined()
  const token = usernameToken({ username: 'housing-fund', password, created: now, nonce: new Uint8Array(16) })
  expect(await codeOf(logins.credential(token, far).verified(now))).toBeUndefined()
})

test('guesses do not tell which user names there are', async () => {
  const logins = someLogins([])
  const place = { peer: '192.0.2.7', isProtected: true }
  const guessed = async (username: string): Promise<(string | undefined)[]> => {
    const codes: (string | undefined)[] = []
    for (let count = 0; count < 12; count++)
      codes.push(await codeOf(logins.credential({ username, password: 'guess' }, place).verified(now)))
    return codes
  }
  const known = await guessed('housing-fund')
  expect(known.slice(8)).toEqual([
    'CREDENTIALS_INVALID',
    'CREDENTIALS_INVALID',
    'CREDENTIALS_BLOCKED',
    'CREDENTIALS_BLOCKED',
  ])
  expect(await guessed('nobody')).toEqual(known)
  expect(await guessed('nobody-else')).toEqual(known)
})

test('names that nobody has do not push out the guesses for one that somebody has', async () => {
  const logins = someLogins([])
  const place = { peer: '192.0.2.7', isProtected: true }
  const guess = (username: string): Promise<string | undefined> =>
    codeOf(logins.credential({ username, password: 'guess' }, place).verified(now))
  for (let count = 0; count < 10; count++) await guess('housing-fund')
  for (let count = 0; count < 10_100; count++) await guess(`nobody-${count}`)
  expect(await guess('housing-fund')).toBe('CREDENTIALS_BLOCKED')
})

test('of several grants the one that covers the use counts; else the nearest one says why not', async () => {
  const use = { target: 'marriage', purpose: 'housing-loan', purposes: [], now }
  const granted = async (grants: readonly string[]): Promise<string | undefined> => {
    const credential = someLogins(grants).credential(plain, { peer: '127.0.0.1', isProtected: true })
    return await codeOf(credential.granted('housing-fund', use))
  }
  const foreign = grant({ resource: `${system}/other` })
  const audit = grant({ purpose: 'audit' })
  const expired = grant({ issuedAt: 0, notBefore: 0, expiresAt: 1000 })
  expect(await granted([])).toBe('GRANT_MISSING')
  expect(await granted(['forged'])).toBe('GRANT_INVALID')
  expect(await granted(['forged', foreign])).toBe('GRANT_FOREIGN')
  expect(await granted([audit, foreign])).toBe('PURPOSE_MISMATCH')
  expect(await granted([expired, audit, foreign])).toBe('GRANT_EXPIRED')
  expect(await granted([grant({ consumer: 'another' })])).toBe('GRANT_INVALID')
  expect(await granted(['forged', expired, audit, grant()])).toBeUndefined()
})

test('a place is free again after its window, and only so many places are remembered', () => {
  const failed = new FailedLogins({ maxFailures: 2, windowMs: 1000, maxPlaces: 2 })
  const blocked = (place: string, at: number): boolean => {
    try {
      failed.check(place, at)
      return false
    } catch (error) {
      expect(error).toMatchObject({ code: 'CREDENTIALS_BLOCKED', details: { seconds: 1 } })
      return true
    }
  }
  failed.failed('a', 0)
  expect(blocked('a', 1)).toBe(false)
  failed.failed('a', 1)
  expect([blocked('a', 2), blocked('b', 2), blocked('a', 999), blocked('a', 1000)]).toEqual([true, false, true, false])
  failed.failed('b', 3)
  failed.failed('c', 4)
  expect(blocked('a', 5)).toBe(false)
})
