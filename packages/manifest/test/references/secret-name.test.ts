import { expect, test } from 'vitest'
import { parseReferences } from '../../src/references/reference.ts'
import { holdsAddressPassword, namesSecret } from '../../src/references/secret-name.ts'

test.each([
  'password',
  'PASSWORD',
  'dbPassword',
  'db_pwd',
  'passwd',
  'clientSecret',
  'accessToken',
  'apiKey',
  'api-key',
  'key',
])('%s names a secret', (option) => expect(namesSecret(option)).toBe(true))

test.each([
  'user',
  'publicKey',
  'primary_key',
  'tokenUrl',
  'keyColumn',
  'passwordFile',
  'monkey',
  'secretary',
  'charset',
])('%s names no secret', (option) => expect(namesSecret(option)).toBe(false))

test('a password in an address is seen, a reference is none', () => {
  expect(holdsAddressPassword('postgres://u:p@h/d')).toBe(true)
  expect(holdsAddressPassword(`postgres://u:\${secret:P}@h/d`)).toBe(false)
  expect(holdsAddressPassword('postgres://h:5432/d')).toBe(false)
})

test('references are read or refused', () => {
  expect(parseReferences(`a\${env:X_1}b$c$\${d`)).toEqual([
    { literal: 'a' },
    { from: 'env', name: 'X_1', written: `\${env:X_1}` },
    { literal: 'b$c' },
    { literal: `\${` },
    { literal: 'd' },
  ])
  for (const wrong of [`\${X}`, `\${env:}`, `\${env:1}`, `\${secrets:X}`, `\${env:X`, `\${env: X}`, `$\${a}\${`]) {
    expect(parseReferences(wrong), wrong).toBeUndefined()
  }
})
