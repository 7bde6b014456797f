import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PlatformClient } from '@berth/agent'
import { type RunningPlatform, startPlatform } from '@berth/platform'
import { generateKey } from '@berth/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DiffResult } from '../../src/diff/diff-docking.ts'
import { berth, jsonOf, type Ran } from '../berth.ts'
import { edit, newDocking, reviewed } from '../journey/docking.ts'

let folder = ''
let platform: RunningPlatform

function git(...words: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@berth.invalid', ...words], { cwd: folder })
}

function diff(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return berth(['diff', ...words], { cwd: folder, environment })
}

beforeAll(async () => {
  platform = await startPlatform()
  folder = await newDocking(3)
  await berth(['discover', '--tables', 'T_HYDJ'], { cwd: folder })
  await edit(folder, [
    ...reviewed,
    [/^version: .*$/m, 'version: 1.0.0'],
    ['connections:', `platform: { url: "${platform.url}" }\n\nconnections:`],
  ])
  git('init', '--quiet')
  git('add', 'berth.yaml')
  git('commit', '--quiet', '--message', 'The docking')
  git('tag', 'v1.0.0')
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})

describe('berth diff', () => {
  it('finds nothing where nothing changed', async () => {
    const ran = await diff(['git:HEAD'])
    expect(ran.err).toBe('')
    expect(ran.out).toContain('nothing changed')
    expect(ran.code).toBe(0)
    expect(jsonOf(await diff(['git:v1.0.0', '.', '--json']))).toMatchObject({
      ok: true,
      changes: [],
      old: 'git:v1.0.0',
    })
  })

  it('names what was published, and whom a change hits, and is content with a higher version', async () => {
    const { administer, url } = platform
    const system = await administer.createEnrolmentCode({ kind: 'system', id: 'civil.marriage', title: '婚姻登记系统' })
    expect((await berth(['publish', '--code', system.code], { cwd: folder })).err).toBe('')
    for (const [id, items] of [
      ['bureau.housing', ['nfSfzh', 'djrq']],
      ['bureau.archive', ['djrq']],
    ] as const) {
      const consumer = await administer.createEnrolmentCode({ kind: 'consumer', id, title: id, clearance: 3 })
      await new PlatformClient({ url, key: generateKey(id) }).enrol(consumer.code)
      const grant = { consumer: id, resource: 'civil.marriage/hydj', items: [...items], clearance: 3 } as const
      await administer.issueGrant({ ...grant, purpose: 'housing-loan' })
    }
    const text = await readFile(join(folder, 'berth.yaml'), 'utf8')
    const at = text.indexOf('nfSfzh:')
    const raised = text.slice(0, at) + text.slice(at).replace(/grade: 3/, 'grade: 4')
    expect(raised).not.toBe(text)
    await writeFile(join(folder, 'berth.yaml'), raised)

    const token = { BERTH_SECRET_PLATFORM_ADMIN_TOKEN: platform.adminToken }
    const ran = await diff(['platform', '--platform', url, '--json'], token)
    const result = jsonOf<DiffResult>(ran)
    expect(ran.code).toBe(1)
    expect(result).toMatchObject({
      ok: false,
      class: 'breaking',
      old: 'platform',
      versions: { old: '1.0.0' },
      needs: '2.0.0',
    })
    expect(result.changes).toMatchObject([
      { rule: 'DIF-314', before: '3', after: '4', consumers: [{ consumer: 'bureau.housing' }] },
    ])
    expect(JSON.stringify(result)).not.toContain(platform.adminToken)
    const line = raised.split('\n').findIndex((each, index) => each.includes('grade: 4') && index > 0) + 1
    expect(result.changes[0]?.newPlace?.line).toBe(line)

    const spoken = await diff(['git:v1.0.0', '--platform', url, '--lang', 'zh'], token)
    expect(spoken.out).toContain('不兼容')
    expect(spoken.out).toContain('涉及使用方：bureau.housing')
    expect(spoken.out).toContain('版本至少须为 2.0.0')
    expect(spoken.out).not.toContain('\u001b')
    expect(spoken.code).toBe(1)
    const coloured = await diff(['git:v1.0.0', '--allow', 'breaking'], { FORCE_COLOR: '1' })
    expect(coloured.out).toContain('\u001b[31mbreaking')
    expect(coloured.code).toBe(0)

    await edit(folder, [['version: 1.0.0', 'version: 2.0.0']])
    const declared = await diff(['platform', '--json'])
    expect(declared.code).toBe(0)
    expect(jsonOf(declared)).toMatchObject({ ok: true, declares: 'breaking' })
    expect(jsonOf<DiffResult>(declared).changes[0]).not.toHaveProperty('consumers')
  })

  it('reads the grants of a file, and those that hold alone', async () => {
    const answer = await fetch(`${platform.url}/api/admin/grants`, {
      headers: { authorization: `Bearer ${platform.adminToken}` },
    })
    const listed = (await answer.json()) as { grants: { consumer: string; expiresAt: string }[] }
    const file = join(folder, 'grants.json')
    await writeFile(file, JSON.stringify(listed))
    const hit = jsonOf<DiffResult>(await diff(['git:v1.0.0', '--grants', file, '--json']))
    expect(hit.changes[0]?.consumers).toMatchObject([{ consumer: 'bureau.housing' }])
    const past = listed.grants.map((grant) => ({ ...grant, expiresAt: '2020-01-01T00:00:00.000Z' }))
    await writeFile(file, JSON.stringify({ grants: past }))
    const none = jsonOf<DiffResult>(await diff(['git:v1.0.0', '--grants', file, '--json']))
    expect(none.changes[0]?.consumers).toEqual([])
  })

  it('compares folders, and a docking in a folder of a repository', async () => {
    const other = await mkdtemp(join(tmpdir(), 'berth-diff-'))
    await mkdir(join(other, 'inner'))
    const text = await readFile(join(folder, 'berth.yaml'), 'utf8')
    await writeFile(join(other, 'inner', 'berth.yaml'), text.replace('grade: 4', 'grade: 2'))
    const ran = await diff(['.', join(other, 'inner'), '--json'])
    expect(jsonOf(ran)).toMatchObject({ class: 'compatible', loosens: true, ok: false, needs: '2.1.0' })
    await rm(other, { recursive: true })
  })

  it('reads the docking of its folder in a hook, which git tells of the repository around it', async () => {
    const inner = join(folder, 'inner')
    await mkdir(inner)
    const text = await readFile(join(folder, 'berth.yaml'), 'utf8')
    await writeFile(join(inner, 'berth.yaml'), text.replace(/version: [\d.]+/, 'version: 3.0.0'))
    git('add', 'inner')
    git('commit', '--quiet', '--message', 'A second docking')
    const environment = { GIT_DIR: join(folder, '.git'), GIT_PREFIX: '' }
    const ran = await berth(['diff', 'git:HEAD', '--json'], { cwd: inner, environment })
    expect(jsonOf(ran)).toMatchObject({ ok: true, changes: [], versions: { old: '3.0.0', new: '3.0.0' } })
  })

  it.each([
    [['git:no-such-branch'], 2, 'REVISION_UNREADABLE'],
    [['git:--version'], 2, 'REVISION_UNREADABLE'],
    [['git:HEAD:../secret'], 2, 'REVISION_UNREADABLE'],
    [['missing.yaml'], 3, 'MANIFEST_MISSING'],
    [['git:HEAD', '--platform', 'http://127.0.0.1:9'], 3, 'SECRET_MISSING'],
    [['git:HEAD', '--grants', 'berth.yaml'], 2, 'PARAMETER_INVALID'],
    [['git:HEAD', '--grants', 'none.json'], 2, 'PARAMETER_INVALID'],
    [['git:HEAD', '--grants', 'x', '--platform', 'http://127.0.0.1:9'], 2, 'PARAMETER_INVALID'],
    [['git:HEAD', '--allow', 'everything'], 2, 'PARAMETER_INVALID'],
    [['platform', '--platform', 'http://127.0.0.1:9'], 4, 'PLATFORM_UNREACHABLE'],
  ] as const)('says what is wrong with %j', async (words, code, error) => {
    const ran = await diff([...words, '--json'])
    expect(jsonOf(ran)).toMatchObject({ error: { code: error } })
    expect(ran.code).toBe(code)
  })

  it('refuses what a platform answers that is no publication', async () => {
    const answers = [
      '{}',
      '{"system":null,"resources":[],"operations":[]}',
      '{"resources":[{"id":"x"}],"operations":[]}',
    ]
    const server = createServer((_request, response) => void response.end(answers.shift()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      while (answers.length > 0) {
        const ran = await diff(['platform', '.', '--platform', `http://127.0.0.1:${port}`, '--json'], {
          BERTH_SECRET_PLATFORM_ADMIN_TOKEN: 'canary',
        })
        expect(jsonOf(ran)).toMatchObject({ error: { code: 'PLATFORM_REFUSED' } })
        expect(ran.out + ran.err).not.toContain('canary')
      }
    } finally {
      server.close()
    }
  })

  it('refuses an older manifest that is not right, by its revision', async () => {
    const file = join(folder, 'berth.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('berth: 1', 'berth: 7'))
    git('commit', '--quiet', '--all', '--message', 'Something wrong')
    await writeFile(file, text)
    const ran = await diff(['git:HEAD', '--json'])
    expect(jsonOf(ran)).toMatchObject({ error: { code: 'MANIFEST_INVALID', details: { file: 'git:HEAD', count: 1 } } })
  })
})
