import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { marriageDocking, marriageManifest } from '../dev/marriage-docking.ts'

/** Sets the title of a terminal, clears it, goes up a line, hides what follows, turns it around. */
const hostile = '王\u001b]0;title\u0007\u001b[2J\u009b1A\r\n\u001b[8m\u202e\u200f明'
const driving = ['\u001b', '\u0007', '\u009b', '\r', '\u202e', '\u200f']
let folder = ''

beforeAll(async () => {
  folder = await marriageDocking(1)
  const database = new DatabaseSync(join(folder, 'registry.db'))
  database.prepare('UPDATE T_HYDJ SET NF_XM = ?').run(hostile)
  database.close()
  await writeFile(join(folder, 'berth.yaml'), marriageManifest.replace('element: person.name', 'type: text'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([['--lang=zh'], ['--json']])(
  'berth preview %s shows a value and lets none of it drive the terminal',
  async (way) => {
    const ran = await berth(['preview', 'marriage', '--as', '3', way], { cwd: folder })
    expect(ran.code).toBe(0)
    for (const sign of driving) expect(ran.out + ran.err).not.toContain(sign)
    if (way === '--json') expect(jsonOf(ran)).toMatchObject({ rows: [['1', hostile, expect.anything()]] })
    else expect(ran.out).toMatch(/王.*明/)
  },
)

test('a failure in JSON quotes nothing that drives the terminal', async () => {
  const ran = await berth(['preview', `a\u009b2J\u202e`, '--json'], { cwd: folder })
  for (const sign of driving) expect(ran.out + ran.err).not.toContain(sign)
  expect(jsonOf(ran)).toMatchObject({ error: { code: 'RESOURCE_UNKNOWN', details: { resource: 'a\u009b2J\u202e' } } })
})
