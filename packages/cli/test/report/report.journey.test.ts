import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type ConformanceReport, reportText } from '@berth/conformance'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { berth, jsonOf, type Ran } from '../berth.ts'
import { newDocking } from '../journey/docking.ts'

interface Verified {
  readonly ok: boolean
  readonly facts: readonly { readonly fact: string; readonly state: string; readonly found: string }[]
}

let folder = ''
beforeAll(async () => {
  folder = await newDocking(20)
  expect((await run('discover')).code).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function run(...words: string[]): Promise<Ran> {
  return berth(words, { cwd: folder })
}

async function verify(...words: string[]): Promise<{ code: number | null; found: Record<string, string> }> {
  const ran = await run('report', 'verify', 'out/report.json', '--level', 'none', '--json', ...words)
  const { facts } = jsonOf<Verified>(ran)
  return {
    code: ran.code,
    found: Object.fromEntries(facts.map(({ fact, state, found }) => [fact, `${state} ${found}`])),
  }
}

test('a check writes its report in every form, bound to manifest and packages, without a path of this machine', async () => {
  const files = ['report.json', 'page.html', 'junit.xml', 'findings.sarif', 'badge.svg'].map((name) => `out/${name}`)
  const ran = await run('check', ...files.flatMap((file) => ['--report', file]))
  expect(ran.code).toBe(0)
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  for (const [index, start] of ['{\n  "berthReport"', '<!doctype html>', '<?xml', '{\n', '<svg'].entries())
    expect(texts[index]?.startsWith(start), files[index]).toBe(true)
  for (const text of texts) expect(text).not.toContain(folder)
  const report = JSON.parse(texts[0] ?? '') as ConformanceReport
  expect(report.subject.name).toBe('civil.marriage')
  expect(Object.keys(report.subject.digests)).toEqual(
    expect.arrayContaining(['berth.yaml', '@berth/connector-sqlite@0.1.0', '@berth/cli@0.1.0']),
  )
  expect(report).toMatchObject({ complete: false, reached: 'none' })
})

test('a report that nobody signed does not hold; a signed one does, and says by whom', async () => {
  expect((await verify()).code).toBe(1)
  expect((await verify()).found['signature']).toBe('refuted unsigned')
  const without = await run('check', '--report', 'out/report.json', '--sign')
  expect(without.code).toBe(3)
  expect(without.err).toContain('REPORT_KEY_MISSING')

  const made = await run('report', 'key', '--name', 'civil.marriage.ci', '--json')
  expect(made.code).toBe(0)
  await writeFile(join(folder, 'department.jwk'), made.out)
  const key = await readFile(join(folder, '.berth/report.key'), 'utf8')
  const signed = await berth(['check', '--report', 'out/report.json', '--sign'], {
    cwd: folder,
    environment: { BERTH_SECRET_REPORT_KEY: key },
  })
  expect(signed.code).toBe(0)
  expect(await readFile(join(folder, 'out/report.json'), 'utf8')).not.toContain(JSON.parse(key).d)

  // Anyone can sign: without a key that is trusted nothing is proven.
  expect(await verify()).toMatchObject({ code: 1, found: { signature: 'open whole' } })
  expect((await run('report', 'verify', 'out/report.json', '--level', 'none')).out).toContain(
    'does not hold: signature',
  )
  const { code, found } = await verify('--key', 'department.jwk')
  expect(code).toBe(0)
  expect(found).toEqual({
    signature: 'proven signed',
    contract: 'proven same',
    result: 'proven partial',
    age: 'proven fresh',
    exemptions: 'proven none',
    manifest: 'proven same',
    packages: 'proven same',
  })
  const again = await run('report', 'key', '.berth/report.key', '--name', 'x.y')
  expect(again.err).toContain('FILE_EXISTS')
})

test('what is no longer as it was is named: manifest, key, level, a byte, a report that is none', async () => {
  const file = join(folder, 'out/report.json')
  const manifest = await readFile(join(folder, 'berth.yaml'), 'utf8')
  await writeFile(join(folder, 'berth.yaml'), `${manifest}\n# a remark\n`)
  expect(await verify()).toMatchObject({ code: 1, found: { manifest: 'refuted other' } })
  await writeFile(join(folder, 'berth.yaml'), manifest)

  await run('report', 'key', '.berth/other.key', '--name', 'civil.marriage.ci')
  const other = await run('report', 'key', '.berth/third.key', '--name', 'civil.marriage.ci', '--json')
  await writeFile(join(folder, 'other.jwk'), other.out)
  expect(await verify('--key', 'other.jwk')).toMatchObject({ code: 1, found: { signature: 'refuted foreign' } })

  const level = await run('report', 'verify', 'out/report.json', '--key', 'department.jwk')
  expect(level.code).toBe(1)
  expect(level.out).toContain('the report does not hold: result')

  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"failed": 0', '"failed": 1'))
  expect(await verify()).toMatchObject({
    code: 1,
    found: { signature: 'refuted altered', result: 'refuted contradicts' },
  })
  const untold = JSON.parse(text) as ConformanceReport
  await writeFile(file, reportText({ ...untold, subject: { ...untold.subject, digests: {} } }))
  expect(await verify()).toMatchObject({ code: 1, found: { manifest: 'refuted untold' } })
  const [start = '', end = ''] = text.split('civil.marriage"')
  await writeFile(file, Buffer.concat([Buffer.from(start), Buffer.from([0xff]), Buffer.from(`civil.marriage"${end}`)]))
  expect((await run('report', 'verify', 'out/report.json')).err).toContain('REPORT_INVALID')
  await writeFile(file, text.replace('"complete": false', '"complete": 0'))
  const invalid = await run('report', 'verify', 'out/report.json')
  expect(invalid.code).toBe(6)
  expect(invalid.err).toContain('REPORT_INVALID')
  await writeFile(file, text)
})

test('a check from outside the folder of the docking finds all that is relative to it, and names files from where one stands', async () => {
  const [above, name] = [dirname(folder), basename(folder)]
  const out = `${name}-report.json`
  const ran = await berth(['check', '--live', '--folder', name, '--report', out], { cwd: above })
  const report = JSON.parse(await readFile(join(above, out), 'utf8')) as ConformanceReport
  await rm(join(above, out))
  expect(ran.err).toBe('')
  expect(report.findings?.map(({ file }) => file)).toContain(`${name}/berth.yaml`)
  expect(report.subject.digests['berth.yaml']).toMatch(/^[0-9a-f]{64}$/)
  expect(report.results.length).toBeGreaterThan(0)
})

test('a report is shown and converted', async () => {
  const shown = await run('report', 'show', 'out/report.json')
  expect(shown.code).toBe(0)
  expect(shown.out).toContain('civil.marriage: 0 cases passed')
  const converted = await run('report', 'convert', 'out/report.json', '--to', 'again.html', '--to', 'again.svg')
  expect(converted.code).toBe(0)
  expect(await readFile(join(folder, 'again.html'), 'utf8')).toContain('civil.marriage.ci')
  expect((await run('report', 'convert', 'out/report.json', '--to', 'again.txt')).code).toBe(2)
})

test('errors in the manifest stand in every form with line and column, and end with 1', async () => {
  const manifest = await readFile(join(folder, 'berth.yaml'), 'utf8')
  await writeFile(join(folder, 'berth.yaml'), manifest.replace('connections:', 'conections:'))
  const ran = await run('check', '--report', 'wrong.json', '--report', 'wrong.sarif', '--report', 'wrong.xml')
  expect(ran.code).toBe(1)
  const report = JSON.parse(await readFile(join(folder, 'wrong.json'), 'utf8')) as ConformanceReport
  const finding = report.findings?.find(({ message }) => message.en.includes('conections'))
  expect(finding).toMatchObject({ file: 'berth.yaml', severity: 'error', column: 1 })
  const sarif = await readFile(join(folder, 'wrong.sarif'), 'utf8')
  expect(sarif).toContain(`"startLine": ${finding?.line}`)
  expect(await readFile(join(folder, 'wrong.xml'), 'utf8')).toContain(`berth.yaml:${finding?.line}:1`)
  await writeFile(join(folder, 'berth.yaml'), manifest)
})
