import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DockingManifest } from '@berth/manifest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { soapLogins } from '../../src/start/soap-logins.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-grants-'))
  await writeFile(join(folder, 'first.jwt'), '\ufefftoken\r\n')
  await mkdir(join(folder, 'unreadable.jwt'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function grantsOf(...grants: string[]): Promise<readonly string[]> {
  const consumers = { portal: { id: 'portal', password: 'agreed by letter', grants } }
  const manifest = { folder, soap: { behindTls: false, consumers } } as Partial<DockingManifest> as DockingManifest
  return Promise.resolve(soapLogins(manifest).get('portal')?.grants() ?? [])
}

test('a grant whose file was removed is withdrawn', async () => {
  expect(await grantsOf('first.jwt', 'removed.jwt')).toEqual(['token'])
})

test('a file that is there and cannot be read is no withdrawal: the log has to say which', async () => {
  await expect(grantsOf('first.jwt', 'unreadable.jwt')).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    details: { file: 'unreadable.jwt', nativeCode: 'EISDIR' },
  })
})
