import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dockingEnvironment } from '../../src/connections/docking-environment.ts'
import { readSecret } from '../../src/connections/read-secret.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-secret-'))
  await mkdir(join(folder, '.berth', 'secrets'), { recursive: true })
  await writeFile(join(folder, '.env'), 'DB_HOST=from-file\nDB_USER=from-file\nBERTH_SECRET_ENV=of-env-file\n')
  await writeFile(join(folder, '.berth', 'secrets', 'OWN'), 'of-file\n', { mode: 0o600 })
  await writeFile(join(folder, '.berth', 'secrets', 'OPEN'), 'x')
  await chmod(join(folder, '.berth', 'secrets', 'OPEN'), 0o644)
  await writeFile(join(folder, 'outside'), 'x', { mode: 0o600 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('dockingEnvironment', () => {
  it('never overrides the real environment', () => {
    const environment = dockingEnvironment(folder, { DB_HOST: 'real' })
    expect(environment['DB_HOST']).toBe('real')
    expect(environment['DB_USER']).toBe('from-file')
    expect(dockingEnvironment(join(folder, 'nowhere'), { A: '1' })).toEqual({ A: '1' })
  })
})

describe('readSecret', () => {
  it('takes the environment first, then the file, without its last line break', () => {
    expect(readSecret('OWN', folder, {})).toBe('of-file')
    expect(readSecret('OWN', folder, { BERTH_SECRET_OWN: 'of-environment' })).toBe('of-environment')
    expect(readSecret('ENV', folder, dockingEnvironment(folder, {}))).toBe('of-env-file')
    expect(readSecret('NONE', folder, {})).toBeUndefined()
  })

  it('refuses a file that others may read, and a name that leads elsewhere', () => {
    expect(() => readSecret('OPEN', folder, {})).toThrow(expect.objectContaining({ code: 'SECRET_EXPOSED' }))
    expect(readSecret('../../outside', folder, {})).toBeUndefined()
  })
})
