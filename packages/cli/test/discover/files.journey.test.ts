import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { berth, jsonOf } from '../berth.ts'
import { edit } from '../journey/docking.ts'

interface Discovered {
  readonly added: readonly { readonly id: string; readonly items: number; readonly key: readonly string[] }[]
  readonly defined: readonly string[]
  readonly refused: readonly { readonly dataset: string; readonly error: { readonly code: string } }[]
  readonly unsampled: readonly unknown[]
}

interface Written {
  readonly connections: { readonly legacy: { readonly datasets: Record<string, Record<string, unknown>> } }
  readonly resources: Record<string, unknown>
}

const files = fileURLToPath(new URL('../../../files/test/fixtures/sniff', import.meta.url))
let folder = ''

async function manifest(): Promise<Written> {
  return parse(await readFile(join(folder, 'berth.yaml'), 'utf8')) as Written
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-files-'))
  const words = ['init', '.', '--system-id', 'market.permits', '--connector', 'file', '--option', 'folder=drop']
  const owner = ['--title', '许可系统', '--owner', '某市市场监督管理局', '--owner-code', '91350100M000100Y43']
  const ran = await berth([...words, ...owner], { cwd: folder })
  if (ran.code !== 0) throw new Error(ran.err)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// One story, told in order: each step stands on the one before.
describe('the first afternoon with a folder of files', () => {
  it('says that the folder is not there, then that it is empty', async () => {
    const missing = await berth(['discover', '--json'], { cwd: folder })
    expect(jsonOf(missing)).toMatchObject({ error: { code: 'DIRECTORY_MISSING' } })
    await mkdir(join(folder, 'drop'))
    const empty = await berth(['discover'], { cwd: folder })
    expect([empty.code, empty.out]).toEqual([0, expect.stringContaining('no table, view or data file was found')])
  })

  it('drafts definitions and resources, and says what could not be told', async () => {
    await cp(files, join(folder, 'drop'), { recursive: true, preserveTimestamps: true })
    const ran = await berth(['discover', '--json'], { cwd: folder })
    expect(ran.code, ran.out).toBe(0)
    const { added, defined, refused, unsampled } = jsonOf<Discovered>(ran)
    expect(added.map(({ id, items, key }) => [id, items, ...key])).toEqual(
      expect.arrayContaining([
        ['permits', 10, '许可证号'],
        ['pension', 6],
        ['visits', 7, 'visitId'],
        ['payments', 5, 'PAY_ID'],
        ['companies', 4, '統一編號'],
        ['history', 10, '许可证号'],
        ['records', 3, 'no'],
        ['subsidies', 5, '档案号'],
      ]),
    )
    expect(new Set(defined).size).toBe(added.length)
    expect(refused.map(({ dataset, error }) => [dataset, error.code])).toEqual(
      expect.arrayContaining([
        ['export.xls', 'FILE_FORMAT_UNSUPPORTED'],
        ['readme.txt', 'FILE_UNRECOGNISED'],
      ]),
    )
    expect(unsampled).toEqual([])
  })

  it('writes definitions that say how each file is written', async () => {
    const { datasets } = (await manifest()).connections.legacy
    expect(datasets['permits']).toMatchObject({
      files: 'permits-{yyyyMMdd}.csv',
      format: 'csv',
      charset: 'GB18030',
      skipLines: 3,
      nulls: ['', 'NULL'],
      columns: { 许可证号: 'text', 联系电话: 'text', '注册资本（万元）': 'decimal', 从业人数: 'integer' },
      key: ['许可证号'],
    })
    expect(datasets['PENSION']).toMatchObject({
      format: 'fixed-width',
      columns: { column1: { at: 1, bytes: 10 }, column3: { at: 31, bytes: 8 }, column5: { type: 'decimal' } },
    })
    expect(datasets['records']).toMatchObject({ format: 'xml', charset: 'GB18030', record: '/data/list/record' })
    expect(datasets['companies']).toMatchObject({ charset: 'Big5' })
    expect(datasets['table']).toMatchObject({ charset: 'UTF-16LE', skipLines: 1 })
    expect(datasets['history']).toMatchObject({ files: 'history.zip', entries: 'permits-{yyyyMMdd}.csv' })
    expect(datasets['subsidies']).toMatchObject({ files: 'subsidies.xlsx', format: 'excel', skipLines: 1 })
    expect(datasets['daily-payments']).toMatchObject({ files: 'daily/payments-0001.dat.gz', separator: '|' })
  })

  it('tells beside them what is not sure, and nothing of the records', async () => {
    const text = await readFile(join(folder, 'berth.yaml'), 'utf8')
    expect(text).toMatch(/# proposed from blanks, scripts and dates[^\n]*\n(?: +#[^\n]*\n)* +columns:/)
    expect(text).toMatch(/# told by the characters of the sample\n +charset: GB18030/)
    expect(text).toMatch(/contents: newest[^\n]*\n +files: permits-/)
    expect(text).not.toMatch(/XK0000|人民路|139100/)
  })

  it('leaves everything as it is the second time', async () => {
    const before = await readFile(join(folder, 'berth.yaml'), 'utf8')
    const again = jsonOf<Discovered>(await berth(['discover', '--json'], { cwd: folder }))
    expect([again.added, again.defined]).toEqual([[], []])
    expect(await readFile(join(folder, 'berth.yaml'), 'utf8')).toBe(before)
  })

  it('passes its check when one resource is reviewed: two lines', async () => {
    const reviewed = /(\n {2}permits:)\n {4}draft: true[^\n]*([\s\S]*?)# clearance: 2[^\n]*/
    await edit(folder, [[reviewed, '$1$2clearance: 3']])
    const ran = await berth(['check', '--live', '--json'], { cwd: folder })
    expect(jsonOf(ran), ran.out).toMatchObject({ ok: true, errors: 0, problems: [] })
  })

  it('previews, looks up and delivers it', async () => {
    const shown = jsonOf(await berth(['preview', 'permits', '--as', '3', '--rows', '3', '--json'], { cwd: folder }))
    expect(shown).toMatchObject({ rejects: [], withheld: [], rows: { length: 3 } })
    expect(shown).toHaveProperty('rows.0', expect.arrayContaining(['XK00000001']))
    const words = ['lookup', 'permits', 'certificateNumber=XK00000300', '--as', '3', '--json']
    expect(jsonOf(await berth(words, { cwd: folder }))).toMatchObject({ rows: [{ certificateNumber: 'XK00000300' }] })
    const ran = await berth(['sync', 'permits', '--json'], { cwd: folder })
    expect(jsonOf(ran), ran.out).toMatchObject({ exchanges: [{ ok: true, rows: 360, rejected: 0 }] })
    const [data] = (await readdir(join(folder, 'out'))).filter((name) => name.endsWith('.ndjson'))
    const lines = (await readFile(join(folder, 'out', data ?? ''), 'utf8')).trimEnd().split('\n')
    expect(
      new Set(lines.map((line) => (JSON.parse(line) as { certificateNumber: string }).certificateNumber)).size,
    ).toBe(360)
  })

  it('previews drafts of the other formats', async () => {
    for (const [id, cell] of [
      ['pension', '0000000001'],
      ['visits', 'V000001'],
      ['payments', '1'],
      ['companies', '00000001'],
      ['history', 'XK00000001'],
      ['records', '00001'],
      ['table', 'DB00001'],
      ['daily', '000001'],
      ['subsidies', 'DB00001'],
    ] as const) {
      const ran = await berth(['preview', id, '--as', '3', '--draft', '--rows', '2', '--json'], { cwd: folder })
      expect(jsonOf(ran), `${id} ${ran.out}`).toMatchObject({ rejects: [], rows: { length: 2 } })
      expect(jsonOf(ran), id).toHaveProperty('rows.0.0', cell)
    }
  })
})
