import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { generateKey } from '@berth/trust'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ConformanceReport, verifyReport, writeRun } from '../../src/index.ts'
import { holdRecord, type LevelRecord } from '../../src/report/level-record.ts'
import { sampleRun, wholeRun } from './sample-run.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-record-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

test('a record is made on demand alone, and fails where a run says otherwise', async () => {
  const file = pathToFileURL(join(folder, 'conformance', 'main.json'))
  const scripted = { file, remark: 'scripted' }
  await expect(holdRecord({ file }, wholeRun)).rejects.toThrow('there is no record')
  vi.stubEnv('BERTH_RECORD', '1')
  await holdRecord(scripted, wholeRun)
  vi.unstubAllEnvs()
  const record: LevelRecord = JSON.parse(await readFile(file, 'utf8'))
  expect(record).toEqual({
    contract: '1.0',
    level: 'full',
    system: 'Firebird 3.0.11',
    on: '2026-11-23',
    remark: 'scripted',
  })
  await holdRecord(scripted, wholeRun)
  await expect(holdRecord({ file }, wholeRun)).rejects.toThrow('the record says')
  await expect(holdRecord(scripted, { ...wholeRun, reached: 'basic' })).rejects.toThrow('reached basic')
  await expect(holdRecord(scripted, { ...wholeRun, complete: false })).rejects.toThrow('only some')
  const failed = { ...wholeRun, counts: { ...wholeRun.counts, failed: 1 } }
  await expect(holdRecord(scripted, failed)).rejects.toThrow('1 cases failed')
})

test('a run is written in every form, signed where there is a key', async () => {
  const key = generateKey('author')
  const files = await writeRun(sampleRun, join(folder, 'out'), { key })
  expect((await readdir(join(folder, 'out'))).sort()).toEqual(
    ['html', 'json', 'svg', 'xml'].map((ending) => `connector-firebird-firebird-3.0.11.${ending}`),
  )
  const text = await readFile(files[0] ?? '', 'utf8')
  expect(verifyReport(text, JSON.parse(text) as ConformanceReport, [key])).toBe('signed')
})
