import { cp, mkdir, readdir, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { edit, newDocking } from './docking.ts'

let folder = ''

beforeAll(async () => {
  folder = await newDocking(10)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function broken(name: string, changes: Parameters<typeof edit>[1]): Promise<string> {
  const copy = join(folder, name)
  await mkdir(copy)
  for (const file of ['berth.yaml', 'registry.db']) await cp(join(folder, file), join(copy, file))
  await edit(copy, changes)
  return copy
}

describe('a broken docking', () => {
  it('gets findings with line, column and next step, in both languages, and 1 from check', async () => {
    const copy = await broken('misspelt', [['title:', 'titel:']])
    const [english, chinese] = await Promise.all([
      berth(['check', '-C', copy]),
      berth(['check', '-C', copy, '--lang', 'zh']),
    ])
    expect([english.code, chinese.code]).toEqual([1, 1])
    expect(english.out).toMatch(/berth\.yaml:7:3 {2}error {2}MAN-\d+/)
    expect(english.out).toContain('did you mean title')
    expect(chinese.out).toContain('是否想写 title')
    const used = await berth(['discover', '-C', copy, '--json'])
    expect([used.code, jsonOf(used)]).toEqual([3, { error: expect.objectContaining({ code: 'MANIFEST_INVALID' }) }])
  })

  it('is not there at all', async () => {
    const ran = await berth(['check', '-C', join(folder, 'nowhere'), '--json'])
    expect([ran.code, jsonOf(ran)]).toEqual([3, { error: expect.objectContaining({ code: 'MANIFEST_MISSING' }) }])
  })

  it('names an option that its connector does not have', async () => {
    const copy = await broken('option', [['file: "registry.db"', 'flie: "registry.db"']])
    const ran = await berth(['check', '-C', copy, '--json'])
    expect(ran.code).toBe(1)
    expect(jsonOf(ran)).toMatchObject({ findings: [{ rule: 'MAN-160', line: 15, column: 7 }] })
  })

  it('asks of its connector what that cannot do', async () => {
    const operation = [
      'operations:',
      '  register:',
      '    title: 登记',
      '    maintainer: 登记处',
      '    input: { name: { title: 姓名, type: text(20), grade: 2 } }',
      '    accept: { parameter: { connection: legacy, procedure: SP_DJ } }',
      '',
    ].join('\n')
    const copy = await broken('procedure', [['resources:', `${operation}resources:`]])
    const ran = await berth(['check', '-C', copy, '--json'])
    expect(ran.code).toBe(1)
    const findings: unknown = (jsonOf(ran) as { findings: unknown }).findings
    const path = 'operations.register.accept.parameter.procedure'
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'CAP-101', severity: 'error', path }))
  })

  it('names a connector that is not installed', async () => {
    const copy = await broken('connector', [['@berth/connector-sqlite', '@city/connector-none']])
    const ran = await berth(['check', '-C', copy, '--json'])
    expect(ran.code).toBe(1)
    expect(jsonOf(ran)).toMatchObject({
      problems: [{ path: 'connections.legacy', error: { code: 'CONNECTOR_MISSING' } }],
    })
  })

  it('lacks a secret', async () => {
    const copy = await broken('secret', [['file: "registry.db"', 'file: "$${env:NO_SUCH_FILE}"']])
    const ran = await berth(['discover', '-C', copy, '--json'])
    expect([ran.code, jsonOf(ran)]).toEqual([3, { error: expect.objectContaining({ code: 'SECRET_MISSING' }) }])
    const examined = await berth(['doctor', '-C', copy, '--json'])
    expect(examined.code).toBe(1)
    expect(jsonOf(examined)).toHaveProperty(
      'diagnoses',
      expect.arrayContaining([
        expect.objectContaining({ examination: 'options', state: 'failed' }),
        { examination: 'login', subject: 'legacy', state: 'skipped' },
      ]),
    )
    const given = await berth(['discover', '-C', copy, '--json'], { environment: { NO_SUCH_FILE: 'registry.db' } })
    expect(given.code).toBe(0)
  })

  it('has lost its database', async () => {
    const copy = await broken('lost', [])
    await unlink(join(copy, 'registry.db'))
    const ran = await berth(['discover', '-C', copy, '--json'])
    expect([ran.code, jsonOf(ran)]).toEqual([5, { error: expect.objectContaining({ code: 'DATABASE_MISSING' }) }])
    const english = await berth(['doctor', '-C', copy])
    expect(english.out).toContain("the system's or database administrator")
    expect(await readdir(copy)).not.toContain('registry.db')
  })

  it('lacks the driver of its connector', async () => {
    const copy = await broken('driver', [
      ['"@berth/connector-sqlite"', '"./firebird/src/index.ts"'],
      [
        'file: "registry.db"',
        ['host: 127.0.0.1', 'database: none', 'user: nobody', `password: "\${secret:NONE}"`].join('\n      '),
      ],
    ])
    const repository = fileURLToPath(new URL('../../../../', import.meta.url))
    await cp(join(repository, 'connectors', 'firebird', 'src'), join(copy, 'firebird', 'src'), { recursive: true })
    await writeFile(join(copy, 'package.json'), '{ "type": "module" }')
    await mkdir(join(copy, 'node_modules', '@berth'), { recursive: true })
    for (const name of ['core', 'sql'])
      await symlink(join(repository, 'packages', name), join(copy, 'node_modules', '@berth', name))
    const ran = await berth(['discover', '-C', copy, '--json'], { environment: { BERTH_SECRET_NONE: 'x' } })
    expect(jsonOf(ran)).toMatchObject({ error: { code: 'DRIVER_MISSING', details: { package: 'node-firebird' } } })
    expect(ran.code).toBe(3)
  })
})

describe('berth platform start', () => {
  it('names a port that is in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const ran = await berth(['platform', 'start', '--port', port, '--data', join(folder, 'platform'), '--json'])
    server.close()
    expect([ran.code, jsonOf(ran)]).toEqual([3, { error: expect.objectContaining({ code: 'PORT_IN_USE' }) }])
  })
})
