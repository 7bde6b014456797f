import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { citizenNumber } from '../legacy-database.ts'
import { edit, newDocking, reviewed } from './docking.ts'

interface Discovered {
  readonly added: readonly {
    readonly id: string
    readonly items: number
    readonly guesses: readonly { readonly column: string; readonly element: string; readonly confidence: number }[]
  }[]
  readonly kept: readonly string[]
}

interface Synced {
  readonly exchanges: readonly { readonly ok: boolean; readonly rows: number; readonly files: readonly string[] }[]
}

const rows = 2500
let folder = ''

beforeAll(async () => {
  folder = await newDocking(rows)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// One story, told in order: each step stands on the one before.
describe('from an empty folder to verified receipts', () => {
  it('says what discover would ask, and asks nothing', async () => {
    const before = await readFile(join(folder, 'berth.yaml'), 'utf8')
    const ran = await berth(['discover', '--dry-run'], { cwd: folder })
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('at most 200 rows')
    expect(await readFile(join(folder, 'berth.yaml'), 'utf8')).toBe(before)
  })

  it('drafts resources, and leaves them alone the second time', async () => {
    const ran = await berth(['discover', '--tables', 't_hy*', '--json'], { cwd: folder })
    expect(ran.code).toBe(0)
    const { added } = jsonOf<Discovered>(ran)
    expect(added.map(({ id, items }) => [id, items])).toEqual([['hydj', 8]])
    const citizen = added[0]?.guesses.find(({ column }) => column === 'NF_SFZH')
    expect(citizen?.element).toBe('person.citizenNumber')
    expect(citizen?.confidence).toBeGreaterThan(0.8)
    const written = await readFile(join(folder, 'berth.yaml'), 'utf8')
    expect(written).toContain('draft: true')
    for (const value of ['王小明', '李华', citizenNumber(1), '13910000001']) expect(written).not.toContain(value)
    const again = jsonOf<Discovered>(await berth(['discover', '--tables', 'T_HYDJ', '--json'], { cwd: folder }))
    expect([again.added, again.kept]).toEqual([[], ['hydj']])
    expect(await readFile(join(folder, 'berth.yaml'), 'utf8')).toBe(written)
  })

  it('gives nothing of a draft', async () => {
    const cases = [
      [['preview', 'hydj', '--as', '3'], 3],
      [['lookup', 'hydj', 'id=1', '--as', '3'], 3],
      [['sync', 'hydj'], 3],
    ] as const
    for (const [words, code] of cases) {
      const ran = await berth([...words, '--json'], { cwd: folder })
      expect(jsonOf(ran), words.join(' ')).toMatchObject({ error: { code: 'RESOURCE_DRAFT' } })
      expect(ran.code).toBe(code)
      expect(ran.out + ran.err).not.toContain('王小明')
    }
    const shown = jsonOf(await berth(['preview', 'hydj', '--as', '3', '--draft', '--json'], { cwd: folder }))
    expect(shown).toMatchObject({ resource: 'hydj', clearance: 3 })
  })

  it('passes its check once it is reviewed, also against the live system', async () => {
    await edit(folder, reviewed)
    const before = await readdir(folder, { recursive: true })
    const ran = await berth(['check', '--live', '--json'], { cwd: folder })
    expect(jsonOf(ran)).toMatchObject({ ok: true, errors: 0, warnings: 0, problems: [] })
    expect(jsonOf(ran)).toMatchObject({
      conformance: { role: 'docking', complete: true, reached: 'full', counts: { failed: 0 } },
    })
    expect(ran.code).toBe(0)
    // Nothing of it stays, and no value of the register is told.
    expect(await readdir(folder, { recursive: true })).toEqual(before)
    for (const value of ['王小明', citizenNumber(1), '13910000001']) expect(ran.out + ran.err).not.toContain(value)
  })

  it('previews what a clearance may see, and names what it may not', async () => {
    const high = jsonOf(await berth(['preview', 'hydj', '--as', '3', '--rows', '1', '--json'], { cwd: folder }))
    expect(high).toMatchObject({ withheld: [], rejects: [] })
    expect(high).toHaveProperty('rows.0', expect.arrayContaining(['李华', citizenNumber(1), '2024-03-02']))
    const low = await berth(['preview', 'hydj', '--as', '2', '--lang', 'zh'], { cwd: folder })
    expect(low.out).toContain('2024-03-02')
    expect(low.out).toContain('分级高于许可')
    expect(low.out).not.toContain('李华')
    const none = await berth(['preview', 'hydj', '--json'], { cwd: folder })
    expect(jsonOf(none)).toMatchObject({ items: [], rows: [] })
  })

  it('looks up by parameter', async () => {
    const words = ['lookup', 'hydj', `nfSfzh=${citizenNumber(7)}`]
    const found = jsonOf(await berth([...words, '--as', '3', '--json'], { cwd: folder }))
    expect(found).toMatchObject({ resource: 'civil.marriage/hydj', withheld: [] })
    expect(found).toHaveProperty('rows.0.nfSfzh', citizenNumber(7))
    const unknown = await berth(['lookup', 'hydj', 'nosuch=1', '--as', '3', '--json'], { cwd: folder })
    expect(jsonOf(unknown)).toMatchObject({
      error: { code: 'PARAMETER_UNKNOWN', details: { offered: expect.any(String) } },
    })
    const nowhere = await berth(['sync', 'nosuch', '--json'], { cwd: folder })
    expect(jsonOf(nowhere)).toMatchObject({ error: { code: 'RESOURCE_UNKNOWN', details: { offered: 'hydj' } } })
    const twice = await berth(['lookup', 'hydj', 'id=1', 'id=2', '--as', '3', '--json'], { cwd: folder })
    expect(jsonOf(twice)).toMatchObject({ error: { code: 'PARAMETER_INVALID' } })
    expect(unknown.code).toBe(2)
    // A question by an item that may not be seen would tell of it, though nothing of it stood in the answer.
    const low = await berth([...words, '--as', '2', '--json'], { cwd: folder })
    expect([low.code, jsonOf(low)]).toMatchObject([7, { error: { code: 'PARAMETER_NOT_GRANTED' } }])
    expect(low.out + low.err).not.toContain(citizenNumber(7))
  })

  it('delivers every row once and leaves a receipt', async () => {
    const ran = await berth(['sync', '--json'], { cwd: folder })
    expect(ran.code).toBe(0)
    const [exchange] = jsonOf<Synced>(ran).exchanges
    expect(exchange).toMatchObject({ ok: true, rows, rejected: 0, withheld: [] })
    const lines = (await readFile(exchange?.files[0] ?? '', 'utf8')).trimEnd().split('\n')
    expect(new Set(lines.map((line) => JSON.parse(line).id)).size).toBe(rows)
    expect(lines.length).toBe(rows)
    const plain = await berth(['sync', '--restart'], { cwd: folder })
    expect(plain.out).toMatch(/✓ hydj → file {2}2,500 rows in/)
  })

  it('verifies the chain, and finds one receipt that was changed', async () => {
    const whole = await berth(['receipts', 'verify', '--json'], { cwd: folder })
    expect([whole.code, jsonOf(whole)]).toMatchObject([0, { ok: true, count: 8, faults: [], signed: { number: 8 } }])
    const { receipts } = jsonOf<{ receipts: Record<string, unknown>[] }>(
      await berth(['receipts', 'show', '--json'], { cwd: folder }),
    )
    expect(receipts.map(({ outcome, purpose, rows: count }) => [outcome, purpose, count])).toEqual([
      ['refused', undefined, 0],
      ['answered', 'preview', 10],
      ['answered', 'preview', 1],
      ['answered', 'preview', 10],
      ['answered', 'preview', 0],
      ['answered', 'local-lookup', 3],
      ['delivered', undefined, rows],
      ['delivered', undefined, rows],
    ])
    expect(receipts[5]).toMatchObject({ consumer: `local:${userInfo().username}`, withheld: [] })
    expect(receipts[3]?.['withheld']).toContainEqual({ item: 'nfSfzh', reason: 'ABOVE_CLEARANCE' })
    const exported = (list: readonly unknown[]): string => list.map((each) => `${JSON.stringify(each)}\n`).join('')
    await writeFile(join(folder, 'all.ndjson'), exported(receipts))
    await writeFile(
      join(folder, 'changed.ndjson'),
      exported(receipts.map((each, at) => (at === 1 ? { ...each, rows: 1 } : each))),
    )
    await writeFile(join(folder, 'cut.ndjson'), exported(receipts.slice(0, 2)))
    expect((await berth(['receipts', 'verify', 'all.ndjson'], { cwd: folder })).code).toBe(0)
    const changed = await berth(['receipts', 'verify', 'changed.ndjson', '--json'], { cwd: folder })
    expect([changed.code, jsonOf(changed)]).toMatchObject([
      1,
      { ok: false, faults: [{ kind: 'altered', number: 2, line: 2 }] },
    ])
    const head = `${String(receipts[7]?.['number'])}:${String(receipts[7]?.['hash'])}`
    const cut = await berth(['receipts', 'verify', 'cut.ndjson', '--head', head], { cwd: folder })
    expect([cut.code, cut.out]).toEqual([1, expect.stringContaining('the end was cut off: numbers 3 to 8 are missing')])
  })

  it('is well by the doctor', async () => {
    const ran = await berth(['doctor', '--json'], { cwd: folder })
    expect(jsonOf(ran)).toMatchObject({ ok: true, failed: 0 })
    expect(ran.code).toBe(0)
  })
})
