import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDocking } from '../../../src/check/check-docking.ts'
import { checkLines } from '../../../src/check/check-lines.ts'
import { findCredentials } from '../../../src/check/credentials/find-credentials.ts'

const here = process.cwd()
const canary = 'Zx9-canary'
const signal = new AbortController().signal
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-credentials-'))
})
afterEach(() => {
  process.chdir(here)
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

async function found(): Promise<string[]> {
  const problems = await findCredentials(folder, signal)
  expect(JSON.stringify(problems) + problems.map(({ error }) => error.text('en')).join()).not.toContain('canary')
  return problems.map(({ path, error }) => `${path} ${String(error.details['problem'])}`)
}

test('credentials are found by file and line, in settings, code and notes', async () => {
  write('old/application.properties', `a=1\nspring.datasource.password=${canary}\n`)
  write('notes.md', `text\n\njdbc:mysql://10.0.0.1/x?user=root&password=${canary}\n`)
  write('connector.ts', `const url = 'http://admin:${canary}@10.0.0.1/'\nconst password = read()\n`)
  write('keys/agent.pem', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')
  expect(await found()).toEqual([
    'connector.ts:1 credential-address',
    'keys/agent.pem:1 credential-private-key',
    'notes.md:3 credential-connection-string',
    'old/application.properties:2 credential-password',
  ])
})

test('what is kept for secrets, is binary, large, or lies elsewhere is not read', async () => {
  write('.berth/secrets/DB', `password=${canary}`)
  write('node_modules/x/a.properties', `password=${canary}`)
  write('table.dbf', Buffer.concat([Buffer.of(0), Buffer.from(`password=${canary}`)]))
  write('large.properties', `password=${canary}\n${'#'.repeat(1_048_576)}`)
  symlinkSync(folder, join(folder, 'loop'))
  expect(await found()).toEqual([])
})

test('a .env is for secrets, until git holds it', async () => {
  write('.env', `DB_HOST=10.0.0.1\nDB_PASSWORD=${canary}\n`)
  expect(await found()).toEqual([])
  execFileSync('git', ['init', '-q'], { cwd: folder })
  expect(await found()).toEqual([])
  execFileSync('git', ['add', '.env'], { cwd: folder })
  expect(await found()).toEqual(['.env:2 credential-password'])
})

test('no program that a repository names is run', async () => {
  write('.env', `DB_PASSWORD=${canary}\n`)
  execFileSync('git', ['init', '-q'], { cwd: folder })
  execFileSync('git', ['config', 'core.fsmonitor', `touch ${join(folder, 'ran')};`], { cwd: folder })
  await found()
  expect(() => execFileSync('test', ['!', '-e', join(folder, 'ran')])).not.toThrow()
})

test('berth check tells of them, and fails', async () => {
  write(
    'berth.yaml',
    `berth: 1
system: { id: city.registry, title: 登记, owner: { title: 某局, code: 91350100M000100Y43 } }
connections: { source: { use: "@berth/connector-sqlite", options: { file: source.sqlite } } }
resources: {}
`,
  )
  const clean = await checkDocking({ folder, live: false, signal })
  expect(clean.result.problems).toEqual([])
  write('deploy.sh', `export DB_PASSWORD=${canary}\n`)
  const checked = await checkDocking({ folder, live: false, signal })
  expect(checked.result).toMatchObject({
    ok: false,
    problems: [{ path: 'deploy.sh:1', error: { code: 'CREDENTIAL_IN_FILE' } }],
  })
  expect(checkLines(checked).join('\n')).toMatch(/deploy\.sh:1 .*CREDENTIAL_IN_FILE/)
})
