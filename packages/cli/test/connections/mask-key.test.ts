import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compilePlan, permitItems } from '@berth/agent'
import { Secret } from '@berth/core'
import { cryptographyProfile, tokenKey } from '@berth/trust'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadDocking } from '../../src/connections/load-docking.ts'

const manifest = `berth: 1
system: { id: city.register, title: 登记系统, owner: { title: 某局, code: 91350100M000100Y43 } }
connections: { register: { use: "@berth/connector-memory" } }
trust: { maskKey: "\${secret:MASK_KEY}", profile: commercial }
resources:
  person:
    title: 人员
    maintainer: 登记处
    sharing: { type: conditional, condition: 依法 }
    update: { cycle: daily }
    from: { connection: register, table: T, key: [ID] }
    items:
      name: { title: 姓名, type: text, from: XM, grade: 3, mask: { form: hash, grade: 1 } }
`
const cwd = process.cwd()
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-mask-'))
  await writeFile(join(folder, 'berth.yaml'), manifest)
})
afterEach(async () => {
  process.chdir(cwd)
  await rm(folder, { recursive: true })
})

async function shown(): Promise<unknown> {
  const { resources } = await loadDocking(folder)
  const { given } = permitItems(resources['person'] ?? expect.fail(), { clearance: 1 }, 'test')
  const fields = [{ name: 'XM', type: { name: 'text' } }] as const
  return compilePlan({ items: given, fields, format: 'values' }).run([['张三']]).output[0]?.[0]
}

test('the key of hashes is the secret that the manifest names, read when it is needed', async () => {
  await expect(shown()).rejects.toMatchObject({ code: 'SECRET_MISSING' })
  await writeFile(join(folder, '.env'), 'BERTH_SECRET_MASK_KEY=too-short\n')
  await expect(shown()).rejects.toMatchObject({ code: 'MASK_KEY_UNUSABLE' })
  await writeFile(join(folder, '.env'), 'BERTH_SECRET_MASK_KEY=9f2c61d84be07a35c1d2e3f4a5b60718\n')
  const key = tokenKey(new Secret('9f2c61d84be07a35c1d2e3f4a5b60718'), cryptographyProfile('commercial'))
  expect(await shown()).toBe(key.token('item name', '张三'))
})
