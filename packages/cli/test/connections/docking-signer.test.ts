import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DockingManifest, TrustSettings } from '@berth/manifest'
import { createKeyFile, currentSigner, exportPublicJwk, generateKey, type Signer, sameKey } from '@berth/trust'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { agentKeyFile } from '../../src/connections/docking-files.ts'
import { dockingPublicKey, dockingSigner } from '../../src/connections/docking-signer.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-own-'))
  await mkdir(join(folder, '.berth'))
})
afterEach(() => rm(folder, { recursive: true }))

function docking(trust?: TrustSettings): DockingManifest {
  const system = { id: 'city.register', title: { zh: '登记' }, owner: { title: { zh: '某局' }, code: '' } }
  const rest = { berth: 1, system, connections: {}, resources: {}, operations: {}, digest: '', folder } as const
  return trust === undefined ? rest : { ...rest, trust }
}

function isOf(signer: Signer, key: ReturnType<typeof generateKey>): boolean {
  return signer.publicKey !== undefined && sameKey({ id: signer.id, publicKey: signer.publicKey }, key)
}

test('a key that takes the place of the one in use signs without a stop, and one that is none does not', async () => {
  const problems: string[] = []
  const manifest = docking()
  expect(await dockingPublicKey(manifest)).toBeUndefined()
  const signer = await dockingSigner(manifest, (problem) => problems.push(problem.code))
  const before = (await dockingPublicKey(manifest)) ?? expect.fail()
  expect((await signer.current()).id).toBe('city.register')
  const next = generateKey('city.register')
  expect(sameKey(before, next)).toBe(false)
  await createKeyFile(join(folder, 'next.key'), next)
  await rename(join(folder, 'next.key'), agentKeyFile(manifest))
  await vi.waitFor(async () => expect(isOf(await signer.current(), next)).toBe(true), {
    timeout: 20_000,
    interval: 100,
  })
  await writeFile(agentKeyFile(manifest), 'no key')
  await vi.waitFor(
    async () => {
      expect(isOf(await signer.current(), next)).toBe(true)
      expect(problems).toEqual(['KEY_FILE_UNUSABLE'])
    },
    { timeout: 20_000, interval: 100 },
  )
})

test('with a profile a new key is of it, and one of the other is not used', async () => {
  const commercial = docking({ profile: 'commercial' })
  expect((await currentSigner(await dockingSigner(commercial))).algorithm).toBe('SGD_SM3_SM2')
  await expect(dockingSigner(docking({ profile: 'international' }))).rejects.toMatchObject({
    code: 'KEY_FILE_UNUSABLE',
    details: { problem: expect.stringContaining('SGD_SM3_SM2') },
  })
  expect((await currentSigner(await dockingSigner(docking()))).algorithm).toBe('SGD_SM3_SM2')
})

test('a program signs in place of the key, which is then never made', async () => {
  const key = generateKey('city.register')
  await writeFile(join(folder, 'hsm.pub'), JSON.stringify(exportPublicJwk(key)))
  const command = [process.execPath, '-e', "console.log('00'.repeat(64))"] as const
  const manifest = docking({ signer: { command: [...command], publicKey: 'hsm.pub' } })
  const signer = await currentSigner(await dockingSigner(manifest))
  expect(isOf(signer, key)).toBe(true)
  await expect(signer.sign(Buffer.from('x'))).rejects.toMatchObject({ code: 'SIGNER_FAILED' })
  await expect(rm(agentKeyFile(manifest))).rejects.toMatchObject({ code: 'ENOENT' })
  for (const text of ['no key', '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----']) {
    await writeFile(join(folder, 'hsm.pub'), text)
    await expect(dockingSigner(manifest)).rejects.toMatchObject({ code: 'KEY_FILE_UNUSABLE' })
  }
})
