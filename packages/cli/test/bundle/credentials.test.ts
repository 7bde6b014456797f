import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { requireManifest } from '@berth/manifest'
import { describe, expect, it } from 'vitest'
import { makeBundle } from '../../src/bundle/make-bundle.ts'
import { ownPlatform, type TargetPlatform } from '../../src/bundle/target-platform.ts'

const manifest = `berth: 1
system: { id: a.b, title: 系统, owner: { title: 单位, code: 91350100M000100Y43 } }
connections: { registry: { use: "@berth/connector-sqlite", options: { file: registry.db } } }
resources: {}
`
const connection = `const pool = 'Server=db;Uid=sa;Password=${'hunter2'};'\n`

async function bundled(
  files: Readonly<Record<string, string>>,
  include: readonly string[] = [],
  prepare: (folder: string) => void = () => undefined,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-credentials-'))
  for (const [name, text] of Object.entries({ 'berth.yaml': manifest, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  prepare(folder)
  const out = join(folder, 'out')
  mkdirSync(out)
  const made = makeBundle({
    manifest: await requireManifest(join(folder, 'berth.yaml')),
    platform: ownPlatform() as TargetPlatform,
    // Not reached: what goes in is looked through before anything else.
    node: join(folder, 'absent.tar.gz'),
    include,
    out,
    signal: new AbortController().signal,
  })
  const code = await made.then(
    () => 'made',
    (error: { code: string; details: { file?: string } }) => `${error.code} ${error.details.file ?? ''}`,
  )
  expect(readdirSync(out)).toEqual([])
  return code
}

describe('a credential in a file that would go along', () => {
  it.each([
    ['code', { 'connectors/own.ts': connection }, 'connectors/own.ts'],
    ['an example of settings', { '.env.example': 'DB_PASSWORD=hunter2\n' }, '.env.example'],
    ['the manifest', { 'berth.yaml': `${manifest}# Server=db;Uid=sa;Password=${'hunter2'};\n` }, 'berth.yaml'],
  ])('is refused in %s', async (_where, files, file) => {
    expect(await bundled(files)).toBe(`CREDENTIAL_IN_FILE ${file}`)
  })

  it('is refused in what was asked for besides, and is no matter where it stays', async () => {
    const files = { 'settings.ini': 'password=hunter2\n' }
    expect(await bundled(files, ['settings.ini'])).toBe('CREDENTIAL_IN_FILE settings.ini')
    expect(await bundled(files)).not.toMatch('CREDENTIAL_IN_FILE')
  })

  it('is refused in a package of the department that npm has linked, and is no matter where it is not published', async () => {
    const own = mkdtempSync(join(tmpdir(), 'berth-own-'))
    writeFileSync(join(own, 'settings.ini'), 'password=hunter2\n')
    const link = (folder: string): void => {
      mkdirSync(join(folder, 'node_modules', '@housing'), { recursive: true })
      symlinkSync(own, join(folder, 'node_modules', '@housing', 'rules'))
    }
    const docking = { 'package.json': '{"dependencies":{"@housing/rules":"file:../rules"}}' }
    const named = { name: '@housing/rules', version: '1.0.0' }
    writeFileSync(join(own, 'package.json'), JSON.stringify(named))
    expect(await bundled(docking, [], link)).toBe('CREDENTIAL_IN_FILE @housing/rules/settings.ini')
    writeFileSync(join(own, 'package.json'), JSON.stringify({ ...named, files: ['dist'] }))
    expect(await bundled(docking, [], link)).not.toMatch('CREDENTIAL_IN_FILE')
  })
})
