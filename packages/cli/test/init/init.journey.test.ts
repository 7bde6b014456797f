import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'

const wishes = ['--title', '婚姻登记系统', '--owner', '某市民政局', '--owner-code', '91350100M000100Y43']
const sqlite = ['--connector', 'sqlite', '--option', 'file=registry.db']
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-init-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('berth init', () => {
  it('writes a docking that its own check accepts', async () => {
    const ran = await berth(['init', 'marriage', ...sqlite, ...wishes, '--json'], { cwd: folder })
    expect(ran.err).toBe('')
    expect(jsonOf(ran)).toEqual({
      folder: join(folder, 'marriage'),
      system: 'marriage',
      connector: '@berth/connector-sqlite',
      files: [
        'berth.yaml',
        '.env.example',
        '.gitignore',
        'package.json',
        'test/docking.test.js',
        'test/berth.js',
        'README.md',
        '.gitlab-ci.yml',
        'ci/check.sh',
      ],
      installed: false,
    })
    expect(new Set(await readdir(join(folder, 'marriage')))).toEqual(
      new Set([
        '.env.example',
        '.gitignore',
        '.gitlab-ci.yml',
        'README.md',
        'berth.yaml',
        'ci',
        'package.json',
        'test',
      ]),
    )
    const packageJson = JSON.parse(await readFile(join(folder, 'marriage', 'package.json'), 'utf8'))
    expect(packageJson).toMatchObject({
      name: 'docking-marriage',
      dependencies: { '@berth/cli': '^0.1.0', '@berth/connector-sqlite': '^0.1.0' },
    })
    const checked = await berth(['check', '-C', 'marriage', '--json'], { cwd: folder })
    expect(jsonOf(checked)).toMatchObject({ ok: true, errors: 0 })
    expect(checked.code).toBe(0)
  })

  it('refers to secrets and to what is not given, and puts the driver into package.json', async () => {
    const ran = await berth(['init', 'land', '--connector', 'firebird', ...wishes, '--json'], { cwd: folder })
    expect(ran.code).toBe(0)
    const manifest = await readFile(join(folder, 'land', 'berth.yaml'), 'utf8')
    expect(manifest).toMatch(/^ {6}password: "\$\{secret:DB_PASSWORD\}"$/m)
    expect(manifest).toMatch(/^ {6}database: "\$\{env:DB_DATABASE\}"$/m)
    const environment = await readFile(join(folder, 'land', '.env.example'), 'utf8')
    expect(environment).toMatch(/^BERTH_SECRET_DB_PASSWORD=$/m)
    const packageJson = JSON.parse(await readFile(join(folder, 'land', 'package.json'), 'utf8'))
    expect(packageJson.dependencies).toHaveProperty('node-firebird')
    const checked = await berth(['check', '-C', 'land', '--json'], { cwd: folder })
    expect(jsonOf(checked)).toMatchObject({ ok: true, errors: 0 })
  })

  it('never takes a secret from the command line', async () => {
    const words = ['init', 'land', '--connector', 'firebird', '--option', 'password=canary-4711', ...wishes]
    const ran = await berth(words, { cwd: folder })
    expect(ran.code).toBe(3)
    expect(ran.err).toContain('OPTION_INVALID')
    expect(ran.err + ran.out).not.toContain('canary-4711')
    expect(await readdir(folder)).toEqual([])
  })

  it('never overwrites', async () => {
    await writeFile(join(folder, 'berth.yaml'), 'mine\n')
    const ran = await berth(['init', '.', '--system-id', 'a.b', ...sqlite, ...wishes, '--json'], { cwd: folder })
    expect(ran.code).toBe(3)
    expect(jsonOf(ran)).toMatchObject({ error: { code: 'FILE_EXISTS', details: { file: 'berth.yaml' } } })
    expect(await readFile(join(folder, 'berth.yaml'), 'utf8')).toBe('mine\n')
    expect(await readdir(folder)).toEqual(['berth.yaml'])
  })

  it('refuses what a manifest would not take', async () => {
    const wrongCode = ['--title', 'x', '--owner', 'y', '--owner-code', '91350100M000100Y44']
    const cases = [
      [['init', 'a', ...sqlite, ...wrongCode], '--owner-code'],
      [['init', 'a', ...sqlite, '--system-id', 'A B', ...wishes], '--system-id'],
      [['init', 'a', ...wishes], '--connector'],
      [['init', 'a', ...sqlite], '--title'],
    ] as const
    for (const [words, parameter] of cases) {
      const ran = await berth([...words, '--json'], { cwd: folder })
      expect(ran.code).toBe(2)
      expect(jsonOf(ran)).toMatchObject({ error: { details: { parameter } } })
    }
  })

  it('writes for the language of the user', async () => {
    await berth(['init', 'zh', ...sqlite, ...wishes, '--lang', 'zh'], { cwd: folder })
    await berth(['init', 'en', ...sqlite, ...wishes, '--lang', 'en'], { cwd: folder })
    expect(await readFile(join(folder, 'zh', 'README.md'), 'utf8')).toContain('对接项目')
    expect(await readFile(join(folder, 'en', 'README.md'), 'utf8')).toContain('a docking')
  })
})
