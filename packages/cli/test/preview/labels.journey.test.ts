import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'

const manifest = `berth: 1
system:
  id: city.registry
  title: 登记
  owner: { title: 某局, code: 91350100M000100Y43 }
connections:
  registry: { use: "@berth/connector-sqlite", options: { file: registry.db } }
resources:
  person:
    title: 人员
    maintainer: 登记处
    sharing: { type: conditional, condition: 依法 }
    update: { cycle: daily }
    from: { connection: registry, table: PERSON, key: [ID] }
    items:
      id: { title: 编号, type: integer, from: ID, grade: 1 }
      name: { title: 姓名, element: person.name, from: XM, grade: 2, mask: { form: partial, grade: 1 } }
      born: { title: 出生日期, type: date, from: CSRQ, grade: 3, mask: { form: year, grade: 2 }, format: yyyyMMdd }
      school: { title: 学校, type: text, from: XX, grade: 1, categories: [personal, minor] }
      street: { title: 街道, type: text, from: JD, grade: 1 }
    aggregates: [{ items: [street, school], grade: 3 }]
    provide:
      parameter: { by: [[id], [name]] }
`
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-labels-'))
  writeFileSync(join(folder, 'berth.yaml'), manifest)
  const database = new DatabaseSync(join(folder, 'registry.db'))
  database.exec('CREATE TABLE PERSON (ID INTEGER PRIMARY KEY, XM TEXT, CSRQ VARCHAR(8), XX TEXT, JD TEXT)')
  database.exec("INSERT INTO PERSON VALUES (1, '欧阳桂', '20110317', '某小学', '东街')")
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function shown(...flags: string[]): Promise<Record<string, unknown>> {
  const ran = await berth(['preview', 'person', '--json', ...flags], { cwd: folder })
  expect(ran.code).toBe(0)
  return jsonOf(ran) as Record<string, unknown>
}

it('shows what each clearance sees: nothing, a mask, the whole', async () => {
  expect(await shown('--as', '1')).toMatchObject({
    items: ['id', 'name', 'street'],
    masked: ['name'],
    withheld: [
      { item: 'born', reason: 'ABOVE_CLEARANCE' },
      { item: 'school', reason: 'CATEGORY_NOT_GRANTED' },
    ],
    rows: [[1, '欧阳*', '东街']],
  })
})

it('covers the categories that are named, and no item of a combination that is above it', async () => {
  expect(await shown('--as', '2', '--categories', 'personal,minor')).toMatchObject({
    items: ['id', 'name', 'born', 'street'],
    masked: ['born'],
    rows: [[1, '欧阳桂', '2011', '东街']],
    withheld: [{ item: 'school', reason: 'AGGREGATE_ABOVE_CLEARANCE' }],
  })
  const whole = await shown('--as', '4', '--categories', 'personal,minor')
  expect(whole).toMatchObject({ rows: [[1, '欧阳桂', '2011-03-17', '某小学', '东街']], withheld: [] })
  expect(whole['masked']).toBeUndefined()
})

it('says so in words, in the language asked for', async () => {
  const zh = await berth(['preview', 'person', '--as', '1', '--lang', 'zh'], { cwd: folder })
  expect(zh.out).toContain('遮盖 1 项：name')
  expect(zh.out).toContain('类别不在许可之内')
  const en = await berth(['preview', 'person', '--as', '1', '--lang', 'en'], { cwd: folder })
  expect(en.out).toContain('1 masked: name')
  expect(en.out).not.toContain('桂')
})

it('does not answer a question by an item that is seen masked only', async () => {
  const ran = await berth(['lookup', 'person', 'name=欧阳桂', '--as', '1', '--json'], { cwd: folder })
  expect(ran.code).not.toBe(0)
  expect(ran.out + ran.err).toContain('PARAMETER_NOT_GRANTED')
})
