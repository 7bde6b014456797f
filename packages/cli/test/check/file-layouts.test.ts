import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDocking } from '../../src/check/check-docking.ts'

const here = process.cwd()
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-check-'))
})

afterEach(async () => {
  process.chdir(here)
  await rm(folder, { recursive: true, force: true })
})

function manifest(file: string): string {
  return `berth: 1
system: { id: city.registry, title: 登记, owner: { title: 某局, code: 91350100M000100Y43 } }
connections: { source: { use: "@berth/connector-sqlite", options: { file: source.sqlite } } }
resources:
  person:
    title: 人员
    maintainer: 登记处
    sharing: { type: conditional, condition: 依法 }
    update: { cycle: daily }
    from: { connection: source, table: PERSON, key: [ID] }
    items:
      citizenNumber: { title: 证件号, type: text(18), from: SFZH, grade: 3 }
      name: { title: 姓名, type: text(20), from: XM, grade: 2 }
    provide:
      file: ${file}
`
}

async function findings(file: string): Promise<unknown> {
  await writeFile(join(folder, 'berth.yaml'), manifest(file))
  const signal = new AbortController().signal
  const { result } = await checkDocking({ folder, live: false, signal })
  return result.findings.map(({ rule, line, column, path }) => [rule, line, column, path.replace(/^.*provide\./, '')])
}

test('berth check tries how data files are written, for the items that may leave', async () => {
  expect(await findings('{ to: out, format: dbf, clearance: 3 }')).toEqual([
    ['FIL-104', 15, 7, 'file.columns.citizenNumber.from'],
  ])
  expect(await findings('{ to: out, format: dbf, clearance: 2 }')).toEqual([])
  expect(
    await findings('{ to: out, format: dbf, clearance: 3, columns: { citizenNumber: { from: 证件号 } } }'),
  ).toEqual([])
  expect(await findings('{ to: out, format: csv, clearance: 3, separator: "||" }')).toEqual([
    ['FIL-104', 15, 62, 'file.separator'],
  ])
  expect(await findings('{ to: out, format: xml, clearance: 3 }')).toEqual([['FIL-104', 15, 7, 'file.record']])
  expect(await findings('{ to: out, format: xlsx, clearance: 3, record: /a/b }')).toEqual([
    ['FIL-101', 15, 52, 'file.record'],
  ])
})
