import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { freePort, listening, type ServerProcess, startProcess } from '../../../test/servers/process.ts'
import { failureOf, open } from './answering.ts'

const definition = {
  request: { path: '/people.json' },
  answer: { records: '$[*]', columns: { id: { at: '$.id', type: 'integer' }, name: '$.name' } },
}
const people = Array.from({ length: 200 }, (_, index) => ({ id: index, name: `张三${index}` }))

describeServer('nginx', 'files behind nginx', ({ program }) => {
  let server: ServerProcess
  let folder = ''
  let plain = ''
  let secure = ''
  let client = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'berth-nginx-'))
    mkdirSync(join(folder, 'files'))
    writeFileSync(join(folder, 'files', 'people.json'), JSON.stringify(people))
    certificates(folder)
    const ports = [await freePort(21_500), await freePort(21_520), await freePort(21_540)]
    ;[plain = '', secure = '', client = ''] = ports.map(
      (port, index) => `${index === 0 ? 'http' : 'https'}://localhost:${port}`,
    )
    writeFileSync(join(folder, 'nginx.conf'), configuration(folder, ports))
    const settings = { environment: {}, log: join(folder, 'log'), remove: folder }
    server = await startProcess(
      [program, '-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'],
      settings,
    )
    expect(await listening(ports[0] ?? 0, server.alive)).toBe(true)
  })

  afterAll(async () => server.stop())

  async function scan(
    url: string,
    options: Readonly<Record<string, unknown>> = {},
    path = '/people.json',
  ): Promise<Row[]> {
    await using session = await open(url, { people: { ...definition, request: { path } } }, options)
    const rows: Row[] = []
    const settings = { dataset: 'people', columns: [{ name: 'id' }] }
    for await (const batch of session.scan(settings)) rows.push(...batch.rows)
    for await (const batch of session.scan(settings)) expect(batch.rows.length).toBeGreaterThan(0)
    return rows
  }

  const log = (): string => readFileSync(join(folder, 'access.log'), 'utf8')

  test('a file comes packed, and is not sent again when it is unchanged', async () => {
    expect(await scan(plain)).toHaveLength(200)
    expect(
      log()
        .trim()
        .split('\n')
        .slice(-2)
        .map((line) => line.split(' ')[0]),
    ).toEqual(['200', '304'])
  })

  test('a certificate is checked against the authority that the docking names', async () => {
    const caFile = join(folder, 'ca.pem')
    expect((await failureOf(() => scan(secure))).code).toBe('CERTIFICATE_REFUSED')
    expect(await scan(secure, { caFile })).toHaveLength(200)
    const other = secure.replace('localhost', '127.0.0.1')
    expect((await failureOf(() => scan(other, { caFile }))).code).toBe('CERTIFICATE_REFUSED')
  })

  test('a client certificate is shown where there is one', async () => {
    const caFile = join(folder, 'ca.pem')
    const shown = { caFile, certificateFile: join(folder, 'client.pem'), keyFile: join(folder, 'client.key') }
    expect(await scan(client, shown)).toHaveLength(200)
    expect((await failureOf(() => scan(client, { caFile }))).details['nativeCode']).toBe('HTTP 400')
  })

  test.each([
    ['/away', 'REDIRECT_REFUSED'],
    ['/down', 'REDIRECT_REFUSED'],
    ['/files/', 'PERMISSION_DENIED'],
    ['/broken', 'SYSTEM_UNAVAILABLE'],
  ])('%s is %s', async (path, code) => {
    const secured = path === '/down'
    const options = { maxRedirects: 3, ...(secured ? { caFile: join(folder, 'ca.pem') } : {}) }
    expect((await failureOf(() => scan(secured ? secure : plain, options, path))).code).toBe(code)
  })

  test('too many calls a second are refused by nginx, and not when the pace is kept', async () => {
    const many = async (options: Readonly<Record<string, unknown>>): Promise<(string | undefined)[]> => {
      const keyed = {
        ...definition,
        request: { path: '/limited', query: { id: '{id}' } },
        answer: { ...definition.answer, otherRecords: 'drop' },
      }
      await using session = await open(plain, { people: keyed }, { maxWaitMs: 0, ...options })
      const keys = Array.from({ length: 8 }, (_, index) => [index])
      const request = { dataset: 'people', columns: [{ name: 'id' }], by: ['id'], keys, limit: 1 }
      return await session.lookup(request).then(
        ({ answers }) => answers.map(({ error }) => error?.code),
        (error: { code: string }) => [error.code],
      )
    }
    expect(await many({})).toContain('SYSTEM_BUSY')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await many({ requestsPerSecond: 8 })).toEqual(Array(8).fill(undefined))
  })
})

function certificates(folder: string): void {
  const openssl = (...words: string[]): void => void execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test authority', '-days', '2')
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', '2']
  openssl(
    'req',
    '-x509',
    ...key,
    ...signed,
    '-keyout',
    'server.key',
    '-out',
    'server.pem',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost',
  )
  openssl('req', '-x509', ...key, ...signed, '-keyout', 'client.key', '-out', 'client.pem', '-subj', '/CN=client')
}

function configuration(folder: string, [plain, secure, client]: readonly number[]): string {
  const tls = `ssl_certificate ${folder}/server.pem; ssl_certificate_key ${folder}/server.key;`
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  // Started by root, its workers would be another user, who cannot read the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  return `
${user}
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  ${paths.join(' ')}
  log_format short '$status $request_uri';
  access_log ${folder}/access.log short;
  gzip on; gzip_types application/json; gzip_min_length 10;
  types { application/json json; }
  root ${folder}/files;
  limit_req_zone $binary_remote_addr zone=calls:1m rate=10r/s;
  server {
    listen 127.0.0.1:${plain};
    location = /away { return 302 http://192.0.2.1/people.json; }
    location = /broken { proxy_pass http://127.0.0.1:9; }
    location = /files/ { return 403; }
    location = /limited { limit_req zone=calls nodelay burst=2; try_files /people.json =404; }
  }
  server {
    listen 127.0.0.1:${secure} ssl; ${tls}
    location = /down { return 302 http://localhost:${plain}/people.json; }
  }
  server { listen 127.0.0.1:${client} ssl; ${tls} ssl_client_certificate ${folder}/ca.pem; ssl_verify_client on; }
}`
}
