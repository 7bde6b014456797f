// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of the manifest, which are kept as written
import { expect, test } from 'vitest'
import { credentialsInLine } from '../../../src/check/credentials/credential-in-line.ts'

const secret = 'Zx9-canary'

test.each([
  ['-----BEGIN PRIVATE KEY-----', 'credential-private-key'],
  ['  key: -----BEGIN RSA PRIVATE KEY-----', 'credential-private-key'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----', 'credential-private-key'],
  [`{"kty":"OKP","crv":"Ed25519","d":"${'A'.repeat(43)}"}`, 'credential-private-key'],
  [`url: http://admin:${secret}@10.0.0.1:8080/x`, 'credential-address'],
  [`const client = connect("postgres://reader:${secret}@db/registry")`, 'credential-address'],
  [`jdbc:oracle:thin:scott/${secret}@//10.0.0.1:1521/orcl`, 'credential-connection-string'],
  [`jdbc:mysql://10.0.0.1/x?user=root&password=${secret}`, 'credential-connection-string'],
  [`jdbc:sqlserver://10.0.0.1;user=sa;password=${secret}`, 'credential-connection-string'],
  [`Server=10.0.0.1;Uid=sa;Pwd=${secret};`, 'credential-connection-string'],
])('%s', (line, kind) => {
  expect(credentialsInLine(line, false)).toEqual([kind])
})

test.each([
  `password: ${secret}`,
  `spring.datasource.password=${secret}`,
  `"dbPassword": "${secret}",`,
  `export DB_PWD='${secret}'`,
  `  - 口令: ${secret}`,
  'API_TOKEN=0123456789abcdef0123',
])('in settings: %s', (line) => {
  expect(credentialsInLine(line, true)).toEqual(['credential-password'])
  expect(credentialsInLine(line, false)).toEqual([])
})

test.each([
  'password: "${secret:DB_PASSWORD}"',
  'password: ${{ secrets.DB_PASSWORD }}',
  'DB_PASSWORD=',
  'password: <password>',
  'password: "***"',
  'password: # kept elsewhere',
  'passwordLength: 12',
  'url: https://${env:USER}:${secret:PASSWORD}@host/x',
  'jdbc:mysql://host/x?user=root&password=${secret:DB_PASSWORD}',
  'jdbc:oracle:thin:@//10.0.0.1:1521/orcl',
  'http://host:8080/a@b',
  'ssh://git@host:22/x',
  '-----BEGIN PUBLIC KEY-----',
  '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  '{"kty":"OKP","crv":"Ed25519","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}',
  'token: short',
  'primaryKey: [ID]',
])('none: %s', (line) => {
  expect(credentialsInLine(line, true)).toEqual([])
})

test('a line of any length is read, to its end', () => {
  for (const part of ['a://b:', ' ', '-', 'password', '"d":"', 'jdbc:;password=;', 'BEGIN A ', '${', '"kty":']) {
    const long = part.repeat(200_000 / part.length)
    expect(credentialsInLine(long, true)).toEqual([])
    expect(credentialsInLine(`${long} http://admin:${secret}@10.0.0.1/`, true)).toContain('credential-address')
  }
})
