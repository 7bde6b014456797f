import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSecret } from '../../src/connections/read-secret.ts'
import { berth, jsonOf, type Ran } from '../berth.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string): string => join(folder, '.berth', name)
const set = (name: string, input: string, environment = {}, ...words: string[]): Promise<Ran> =>
  berth(['secret', 'set', name, '-C', folder, ...words], { input, environment })

test('a secret is kept encrypted, listed by name, resolved, and taken away', async () => {
  const ran = await set('DB_PASSWORD', 'canary 值\n')
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(ran.out).toContain('{secret:DB_PASSWORD}')
  expect(ran.out).not.toContain('canary')
  await set('OTHER', 'two\r\n')
  for (const name of ['secrets.json', 'secrets.key']) expect(statSync(file(name)).mode & 0o777).toBe(0o600)
  expect(readFileSync(file('secrets.json'), 'utf8')).not.toMatch(/canary|DB_PASSWORD/)
  expect(readSecret('DB_PASSWORD', folder, {})).toBe('canary 值')
  expect(readSecret('OTHER', folder, {})).toBe('two')
  expect(readSecret('DB_PASSWORD', folder, { BERTH_SECRET_DB_PASSWORD: 'given' })).toBe('given')
  mkdirSync(file('secrets'))
  writeFileSync(join(file('secrets'), 'OTHER'), 'plain', { mode: 0o600 })
  writeFileSync(join(file('secrets'), 'PLAIN'), 'plain', { mode: 0o600 })
  expect(readSecret('OTHER', folder, {})).toBe('two')
  expect(readSecret('PLAIN', folder, {})).toBe('plain')
  const listed = await berth(['secret', 'list', '-C', folder, '--json'])
  expect(jsonOf(listed)).toEqual({ names: ['DB_PASSWORD', 'OTHER'] })
  expect(await berth(['secret', 'remove', 'DB_PASSWORD', '-C', folder])).toMatchObject({ code: 0 })
  expect(readSecret('DB_PASSWORD', folder, {})).toBeUndefined()
})

test('the key comes from the environment or a named file, and without it nothing is guessed', async () => {
  const keyed = { BERTH_SECRETS_KEY: 'a phrase of this test' }
  expect(await set('A', 'one', keyed, '--profile', 'commercial')).toMatchObject({ code: 0 })
  expect(() => statSync(file('secrets.key'))).toThrow('ENOENT')
  expect(JSON.parse(readFileSync(file('secrets.json'), 'utf8'))).toMatchObject({ profile: 'commercial' })
  expect(readSecret('A', folder, keyed)).toBe('one')
  expect(() => readSecret('A', folder, {})).toThrow(expect.objectContaining({ code: 'SECRET_KEY_MISSING' }))
  const wrong = { BERTH_SECRETS_KEY: 'another' }
  expect(() => readSecret('A', folder, wrong)).toThrow(expect.objectContaining({ code: 'SECRET_FILE_UNREADABLE' }))
  const before = readFileSync(file('secrets.json'), 'utf8')
  expect(await set('B', 'two', wrong)).toMatchObject({ code: 3 })
  expect(await set('B', 'two')).toMatchObject({ code: 3 })
  expect(readFileSync(file('secrets.json'), 'utf8')).toBe(before)
  writeFileSync(join(folder, 'phrase'), `${keyed.BERTH_SECRETS_KEY}\n`, { mode: 0o600 })
  expect(readSecret('A', folder, { BERTH_SECRETS_KEY_FILE: 'phrase' })).toBe('one')
  writeFileSync(join(folder, 'open'), keyed.BERTH_SECRETS_KEY, { mode: 0o644 })
  const exposed = expect.objectContaining({ code: 'SECRET_EXPOSED' })
  expect(() => readSecret('A', folder, { BERTH_SECRETS_KEY_FILE: 'open' })).toThrow(exposed)
})

test('secrets that are set at once are all kept', async () => {
  const names = ['A', 'B', 'C', 'D']
  const runs = await Promise.all(names.map((name) => set(name, name, { BERTH_SECRETS_KEY: 'k' })))
  for (const ran of runs) expect(ran.code, ran.err).toBe(0)
  for (const name of names) expect(readSecret(name, folder, { BERTH_SECRETS_KEY: 'k' })).toBe(name)
})

test('nothing, a wrong name, and what is no text are refused', async () => {
  for (const ran of [
    set('A', ''),
    set('../A', 'x'),
    berth(['secret', 'set', 'A', '-C', folder], { input: Buffer.of(0xff) }),
  ])
    expect((await ran).code).toBe(2)
  expect(() => statSync(file('secrets.json'))).toThrow('ENOENT')
})
