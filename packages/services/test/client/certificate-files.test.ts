import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openService } from '../../src/index.ts'
import { failureOf } from '../failure.ts'

let folder: string
const at = (name: string): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-pem-'))
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-days', '2', '-subj', '/CN=a.example']
  const made = (name: string): void =>
    void execFileSync(
      'openssl',
      ['req', '-x509', ...ec, '-nodes', '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)],
      { stdio: 'ignore' },
    )
  made('one')
  made('two')
  execFileSync('openssl', ['pkey', '-aes256', '-passout', 'pass:x', '-in', at('one.key'), '-out', at('locked.key')])
  writeFileSync(at('no.pem'), 'no PEM')
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Files {
  readonly caFile?: string
  readonly certificateFile?: string
  readonly keyFile?: string
  readonly keyPassphrase?: Secret
}

function opened(files: Files): void {
  const paths = Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, typeof file === 'string' ? at(file) : file]),
  )
  const bounds = { maxRedirects: 0, connectTimeoutMs: 1000, maxAnswerBytes: 1000, maxConnections: 1, maxWaitMs: 0 }
  const proofs = { authentication: 'none', keyPlace: 'header', clientPlace: 'header' } as const
  openService('test', { url: 'https://a.example', allowLoopback: false, ...bounds, ...proofs, ...paths }).client[
    Symbol.dispose
  ]()
}

test.each<[option: string, files: Files]>([
  ['caFile', { caFile: 'no.pem' }],
  ['certificateFile', { certificateFile: 'no.pem', keyFile: 'one.key' }],
  ['keyFile', { certificateFile: 'one.crt', keyFile: 'no.pem' }],
  ['keyFile', { certificateFile: 'one.crt', keyFile: 'two.key' }],
  ['keyPassphrase', { certificateFile: 'one.crt', keyFile: 'locked.key' }],
  ['keyPassphrase', { certificateFile: 'one.crt', keyFile: 'locked.key', keyPassphrase: new Secret('y') }],
])('%s that cannot be used is told before anything is sent: %o', async (option, files) => {
  expect(await failureOf(() => opened(files))).toMatchObject({ code: 'OPTION_INVALID', details: { option } })
})

test('files that can be used', () => {
  expect(() => opened({ caFile: 'two.crt' })).not.toThrow()
  expect(() => opened({ certificateFile: 'one.crt', keyFile: 'one.key' })).not.toThrow()
  const locked = { certificateFile: 'one.crt', keyFile: 'locked.key', keyPassphrase: new Secret('x') }
  expect(() => opened(locked)).not.toThrow()
})
