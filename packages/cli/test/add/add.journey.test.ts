import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { newDocking } from '../journey/docking.ts'

let folder = ''
const manifest = (): Promise<string> => readFile(join(folder, 'berth.yaml'), 'utf8')

beforeAll(async () => {
  folder = await newDocking(30)
  await writeFile(join(folder, 'berth.yaml'), `${await manifest()}# the last word is the department's\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// One story, told in order.
describe('berth add', () => {
  it('shows what it would change, and writes nothing', async () => {
    const before = await manifest()
    const ran = await berth(['add', 'resource', 'marriage', '--dataset', 't_hydj', '--dry-run'], { cwd: folder })
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(ran.out).toMatch(/^\+ {3}marriage:$/m)
    expect(await manifest()).toBe(before)
  })

  it('drafts a resource from the live table, with its test, and leaves every other line as it is', async () => {
    const before = await manifest()
    const ran = await berth(['add', 'resource', 'marriage', '--dataset', 'T_HYDJ', '--json'], { cwd: folder })
    expect(jsonOf(ran)).toMatchObject({ entry: 'resources.marriage', written: true, test: 'test/marriage.test.js' })
    const after = (await manifest()).split('\n')
    expect(before.split('\n').filter((line) => !after.includes(line))).toEqual(['resources: {}'])
    expect(after).toContain("# the last word is the department's")
    expect(after.join('\n')).toContain('element: person.citizenNumber')
    const test = await readFile(join(folder, 'test', 'marriage.test.js'), 'utf8')
    const seen = jsonOf<{ items: string[] }>(
      await berth(['preview', 'marriage', '--as', '2', '--rows', '1', '--draft', '--json'], { cwd: folder }),
    )
    expect(test).toContain(`  2: [${seen.items.map((item) => `'${item}'`).join(', ')}],`)
  })

  it('refuses what is there, what is no id, and what the system does not have', async () => {
    const before = await manifest()
    const cases = [
      [['resource', 'marriage', '--dataset', 'T_HYDJ'], 'ENTRY_EXISTS'],
      [['resource', '../out', '--dataset', 'T_HYDJ'], 'PARAMETER_INVALID'],
      [['resource', 'more', '--dataset', 'T_NONE'], 'DATASET_UNKNOWN'],
      [['resource', 'more', '--dataset', 'X', '--columns', 'ID:number'], 'PARAMETER_INVALID'],
      [['operation', 'apply'], 'PARAMETER_INVALID'],
      [['operation', 'apply', '--table', 'T_HYDJ', '--connection', 'other'], 'PARAMETER_INVALID'],
    ] as const
    for (const [words, code] of cases) {
      const ran = await berth(['add', ...words, '--json'], { cwd: folder })
      expect([words.join(' '), jsonOf(ran)]).toMatchObject([words.join(' '), { error: { code } }])
    }
    expect(await manifest()).toBe(before)
  })

  it('drafts an operation of a system that is away from its columns, and the manifest holds', async () => {
    await rm(join(folder, 'registry.db'))
    const columns = 'ID:int64,SQR_SFZH:text(18),JE:decimal(12,2)?'
    const words = ['add', 'operation', 'apply', '--table', 'T_SQ', '--columns', columns, '--key', 'ID', '--json']
    expect(jsonOf(await berth(words, { cwd: folder }))).toMatchObject({ items: ['id', 'citizenNumber', 'je'] })
    const after = await manifest()
    expect(after).toMatch(/^ {4}accept:\n {6}parameter: \{ connection: legacy, table: T_SQ, key: \[ID\] \}$/m)
    expect(after).toMatch(/je: \{ .*type: "decimal\(12,2\)", from: JE, grade: 3 \}/)
    expect(after).toMatch(/citizenNumber: \{ .*required: true \}/)
    expect(jsonOf(await berth(['check', '--json'], { cwd: folder }))).toMatchObject({ ok: true, errors: 0 })
  })
})
