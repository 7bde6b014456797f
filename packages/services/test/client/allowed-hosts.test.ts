import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { AllowedHosts } from '../../src/client/allowed-hosts.ts'

function resolved(hostname: string, addresses: readonly string[], allowLoopback = false): Promise<string> {
  const settings = { connector: 'test', url: new URL('http://a.example'), allowedHosts: [], allowLoopback }
  const hosts = new AllowedHosts(settings, (_name, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
  )
  return new Promise((resolve) => {
    hosts.lookup(hostname, { all: true }, (error, answer) => {
      resolve(error === null ? JSON.stringify(answer) : BerthError.is(error) ? error.code : 'other')
    })
  })
}

test.each([
  ['this machine', ['127.0.0.1']],
  ['this machine, by IPv6', ['::1']],
  ['this machine, by IPv4 in IPv6', ['::ffff:127.0.0.1']],
  ['the metadata of a cloud', ['169.254.169.254']],
  ['a neighbour on the line', ['fe80::1']],
  ['nowhere', ['0.0.0.0']],
  ['nowhere, by IPv6', ['::']],
  ['many', ['224.0.0.1']],
  ['a good address and a bad one', ['10.1.2.3', '127.0.0.1']],
  ['no address', []],
])('a name that resolves to %s is refused', async (_name, addresses) => {
  expect(await resolved('permit.example', addresses)).toBe('HOST_NOT_ALLOWED')
})

test('addresses within a department are its own business', async () => {
  expect(await resolved('permit.example', ['10.1.2.3', 'fd00::1'])).toContain('10.1.2.3')
})

test.each([
  ['sso.example:443', 'https://sso.example/token', true],
  ['sso.example:8443', 'https://sso.example/token', false],
  ['sso.example:443', 'http://sso.example/token', false],
  ['sso.example', 'https://sso.example:8443/token', true],
  ['许可.example', 'https://许可.example/token', true],
])('with %s allowed, is %s called: %s', (allowed, address, called) => {
  const settings = { connector: 'test', url: new URL('http://a.example'), allowLoopback: false }
  const hosts = new AllowedHosts({ ...settings, allowedHosts: [allowed] })
  const check = expect(() => hosts.check(new URL(address)))
  if (called) check.not.toThrow()
  else check.toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }))
})

test('this machine may be meant', async () => {
  expect(await resolved('localhost', ['127.0.0.1'])).toContain('127.0.0.1')
  expect(await resolved('permit.example', ['127.0.0.1'], true)).toContain('127.0.0.1')
  expect(await resolved('permit.example', ['169.254.169.254'], true)).toBe('HOST_NOT_ALLOWED')
})
