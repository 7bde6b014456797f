import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { edit, newDocking, reviewed } from '../journey/docking.ts'

/** 张三 and 李四 in GBK. */
const names = [Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]), Buffer.from([0xc0, 0xee, 0xcb, 0xc4])]
/** A character cut in two, as a field that was too short leaves it. */
const cut = Buffer.from([0x41, 0xd5])
let folder = ''

beforeAll(async () => {
  folder = await newDocking(0)
  const database = new DatabaseSync(join(folder, 'registry.db'))
  database.exec('CREATE TABLE T_RY (ID INTEGER PRIMARY KEY, XM VARCHAR(30), BZ TEXT)')
  database.exec('CREATE TABLE T_HUAI (ID INTEGER PRIMARY KEY, SJHM VARCHAR(11), BZ TEXT)')
  const person = database.prepare('INSERT INTO T_RY VALUES (?, CAST(? AS TEXT), ?)')
  const broken = database.prepare('INSERT INTO T_HUAI VALUES (?, ?, CAST(? AS TEXT))')
  for (let id = 1; id <= 20; id++) {
    person.run(id, names[id % 2] ?? null, '正常')
    broken.run(id, `139100000${10 + id}`, cut)
  }
  database.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a column in another charset', () => {
  it('is found by discover, and proposed in the draft', async () => {
    const ran = await berth(['discover', '--tables', 'T_RY', '--json'], { cwd: folder })
    expect(ran.code).toBe(0)
    expect(jsonOf(ran)).toMatchObject({ unsampled: [], added: [{ id: 'ry', items: 3 }] })
    const written = await readFile(join(folder, 'berth.yaml'), 'utf8')
    expect(written).toMatch(/from: XM.*charset: GB18030/)
    expect(written).not.toMatch(/from: BZ.*charset:/)
  })

  it('reads right', async () => {
    await edit(folder, reviewed)
    const ran = await berth(['preview', 'ry', '--as', '3', '--rows', '5', '--json'], { cwd: folder })
    expect(jsonOf(ran)).toMatchObject({ rejects: [], items: ['id', 'name', 'bz'] })
    expect(ran.out).toContain('李四')
    expect(ran.out).toContain('张三')
  })

  it('that no charset fits does not spoil the guesses of the other columns', async () => {
    const ran = await berth(['discover', '--tables', 'T_HUAI', '--json'], { cwd: folder })
    const guess = { column: 'SJHM', element: 'person.mobilePhone' }
    expect(jsonOf(ran)).toMatchObject({ unsampled: [], added: [{ id: 'huai', guesses: [guess] }] })
    expect(await readFile(join(folder, 'berth.yaml'), 'utf8')).not.toMatch(/from: BZ.*charset:/)
  })

  it('is what the doctor finds where the manifest says another', async () => {
    const before = await berth(['doctor'], { cwd: folder })
    expect(before.out).toMatch(/✓ rights to read +legacy {2}ry/)
    await edit(folder, [[/, charset: GB18030/, '']])
    const ran = await berth(['doctor', '--json'], { cwd: folder })
    expect(ran.code).toBe(1)
    const strange = { examination: 'charset', fact: 'ry', error: expect.objectContaining({ code: 'TEXT_UNDECODABLE' }) }
    expect(jsonOf(ran)).toHaveProperty('diagnoses', expect.arrayContaining([expect.objectContaining(strange)]))
    expect(ran.out).not.toContain('张三')
  })
})
