import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningPlatform, startPlatform } from '@berth/platform'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { berth, jsonOf, type Ran } from '../berth.ts'
import { edit, newDocking, reviewed } from './docking.ts'

const system = 'civil.marriage'
let folder = ''
let platform: RunningPlatform

beforeAll(async () => {
  platform = await startPlatform({ reportRule: { level: 'basic' } })
  folder = await newDocking(20)
  expect((await run('discover', '--tables', 'T_HYDJ')).code).toBe(0)
  const link = `platform: { url: "${platform.url}", agentUrl: "http://127.0.0.1:9" }\n\nconnections:`
  await edit(folder, [...reviewed, ['connections:', link]])
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})

function run(...words: string[]): Promise<Ran> {
  return berth(words, { cwd: folder })
}

test('a platform that asks for a report publishes what was checked, and nothing else', async () => {
  const { code } = await platform.administer.createEnrolmentCode({ kind: 'system', id: system, title: system })
  const without = await run('publish', '--code', code)
  expect([without.code, without.out]).toEqual([7, ''])
  expect(without.err).toContain('without a conformance report of level basic: none was received')

  const checked = await run('check', '--live', '--sign', '--report', 'berth-report.json')
  expect(checked.code, checked.out + checked.err).toBe(0)
  const published = await run('publish', '--report', 'berth-report.json', '--json')
  expect(published.code, published.err).toBe(0)
  expect(jsonOf(published)).toMatchObject({ version: 1, changed: true, level: 'full' })

  await edit(folder, [['connections:', '# a remark\nconnections:']])
  expect((await run('publish')).err).toContain('the report is about another berth.yaml')
  await writeFile(join(folder, 'no-report.json'), '{}')
  expect((await run('publish', '--report', 'no-report.json')).err).toContain('REPORT_INVALID')
})
