import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { formatFindings, loadManifest, parseManifest, requireManifest } from '../src/index.ts'

const good = fileURLToPath(new URL('./fixtures/good/berth.yaml', import.meta.url))
const place = { file: 'berth.yaml', folder: '/docking' }

async function goodWith(...changes: readonly (readonly [string, string])[]): Promise<string> {
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the good manifest has no ${from}`)
      return text.replace(from, to)
    },
    await readFile(good, 'utf8'),
  )
}

test('a good manifest has no findings and is normalised', async () => {
  const { manifest, findings } = await loadManifest(good)
  expect(findings).toEqual([])
  expect(manifest?.folder).toBe(dirname(good))
  expect(manifest?.digest).toBe(
    createHash('sha256')
      .update(await readFile(good))
      .digest('hex'),
  )
  expect(manifest?.system.owner).toEqual({ title: { zh: '某市民政局' }, code: '91350100M000100Y43' })
  expect(manifest?.connections['registry']).toMatchObject({
    id: 'registry',
    use: '@berth/connector-firebird',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the manifest, which is kept as written
    options: { port: 3050, password: '${secret:DB_PASSWORD}' },
  })
  const marriage = manifest?.resources['marriage']
  expect(marriage).toMatchObject({
    draft: false,
    summary: { zh: '已登记的婚姻' },
    from: {
      connection: 'registry',
      dataset: 'T_HYDJ',
      key: ['ID'],
      changes: { by: 'column', column: 'GXSJ', overlap: 300_000 },
    },
    provide: {
      parameter: { by: [['husbandId'], ['wifeId', 'registeredOn']], limit: 50, offline: 'reject' },
      file: { to: 'platform', format: 'ndjson', clearance: 3, purpose: 'housing-loan', everyMs: 86_400_000 },
      table: { to: 'frontend', dataset: 'ZH_HYDJ', columns: { husbandId: 'SFZH' }, clearance: 2, everyMs: 600_000 },
    },
  })
  expect(marriage?.items.map(({ id }) => id)).toEqual([
    'husbandId',
    'wifeId',
    'husbandName',
    'registeredOn',
    'annulled',
    'kind',
    'husbandSex',
  ])
  const [husbandId, , husbandName, registeredOn, annulled, kind, husbandSex] = marriage?.items ?? []
  expect(husbandId).toEqual({
    id: 'husbandId',
    title: { zh: '男方身份证号' },
    type: { name: 'text', maxLength: 18 },
    element: 'person.citizenNumber',
    from: 'NF_SFZH',
    grade: 3,
    categories: ['personal'],
    maintainer: '婚姻登记处',
    authoritative: true,
    required: false,
    trim: true,
    onInvalid: 'reject',
  })
  expect(husbandName).toMatchObject({ maintainer: '档案科', required: true, trim: false, charset: 'GB18030' })
  expect(registeredOn).toMatchObject({ type: { name: 'date' }, format: { pattern: 'yyyyMMdd' }, onInvalid: 'warn' })
  expect(annulled?.format).toEqual({ true: ['Y', '1'], false: ['N'] })
  expect(kind?.codes).toEqual({ map: { '01': '结婚', '02': '补领' } })
  expect(husbandSex?.codes).toEqual({ table: 'gb.sex', map: { M: '1', F: '2' } })
  expect(manifest?.operations['applyCertificate']?.accept).toEqual({
    parameter: { connection: 'registry', dataset: 'T_SQ', key: ['SQR'], offline: 'reject' },
  })
})

test('an id that every object has is found only where it is written', async () => {
  const { manifest } = await loadManifest(good)
  expect(manifest?.resources['constructor']).toBeUndefined()
  const named = parseManifest(await goodWith(['  marriage:\n', '  constructor:\n']), place)
  expect(named.findings).toEqual([])
  expect(named.manifest?.resources['constructor']?.id).toBe('constructor')
})

test('a byte order mark, Windows line ends and aliases change nothing', async () => {
  const text = await goodWith(
    ['husbandId: { title: 男方身份证号', 'husbandId: &person { title: 男方身份证号'],
    [
      '      wifeId: { title: 女方身份证号, element: person.citizenNumber, from: NV_SFZH, grade: 3 }',
      '      wifeId: *person',
    ],
  )
  const { findings, manifest } = parseManifest(`\uFEFF${text.replaceAll('\n', '\r\n')}`, place)
  expect(findings.map(({ rule }) => rule)).toEqual(['MAN-154'])
  expect(manifest?.resources['marriage']?.items[1]).toMatchObject({ id: 'wifeId', from: 'NF_SFZH' })
})

test('what is wrong in an anchor is found once, and where it stands', async () => {
  const text = await goodWith(
    ['husbandId: { title: 男方身份证号', 'husbandId: &person { titel: 男方身份证号'],
    [
      '      wifeId: { title: 女方身份证号, element: person.citizenNumber, from: NV_SFZH, grade: 3 }',
      '      wifeId: *person',
    ],
  )
  const { findings } = parseManifest(text, place)
  expect(findings.map(({ rule, line, column }) => [rule, line, column])).toEqual([
    ['MAN-120', 38, 28],
    ['MAN-154', 38, 80],
  ])
})

test('columns count characters, not UTF-16 units', async () => {
  const { findings } = parseManifest(
    await goodWith(['title: 某市民政局, code: 9', 'title: 某市𠀀𠀁局, code: I']),
    place,
  )
  expect(findings.map(({ rule, line, column }) => [rule, line, column])).toEqual([['MAN-140', 6, 32]])
})

test('an unquoted null is the word where the word is meant', async () => {
  const { manifest, findings } = parseManifest(await goodWith(['onInvalid: warn', 'onInvalid: null']), place)
  expect(findings).toEqual([])
  expect(manifest?.resources['marriage']?.items[3]?.onInvalid).toBe('null')
})

test('an unquoted code keeps its zeros or is refused', async () => {
  const { manifest, findings } = parseManifest(await goodWith(['"01": 结婚', '01: 结婚']), place)
  expect(findings).toEqual([])
  expect(manifest?.resources['marriage']?.items[5]?.codes?.map).toEqual({ '01': '结婚', '02': '补领' })
  const refused = parseManifest(await goodWith(['M: "1"', 'M: 01']), place)
  expect(refused.findings.map(({ rule, next }) => [rule, next.zh])).toEqual([['MAN-122', '写成 "01"']])
})

test('requireManifest rejects with a code and the number of errors', async () => {
  expect((await requireManifest(good)).system.id).toBe('civil-affairs.marriage')
  const folder = await mkdtemp(join(tmpdir(), 'berth-manifest-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'berth.yaml')
  await expect(requireManifest(file)).rejects.toMatchObject({ code: 'MANIFEST_MISSING', details: { file } })
  await expect(loadManifest(file)).rejects.toMatchObject({ code: 'MANIFEST_MISSING' })
  await writeFile(
    file,
    await goodWith(['cycle: daily', 'cycle: often'], ['every: P1D', 'every: soon'], [', grade: 1', '']),
  )
  await expect(requireManifest(file)).rejects.toMatchObject({ code: 'MANIFEST_INVALID', details: { file, count: 2 } })
})

test('nesting without end and noise are findings, not crashes', () => {
  for (const text of ['['.repeat(2_000), '{a: '.repeat(1_000), '- '.repeat(5_000), '\u0000', '? ? ?', '&a [*a]', '%']) {
    const { findings, manifest } = parseManifest(text, place)
    expect(findings.length).toBeGreaterThan(0)
    expect(manifest).toBeUndefined()
  }
})

test('an anchor may be used many times, and what looks like one in a password is not printed', async () => {
  const items = Array.from(
    { length: 500 },
    (_, index) => `      more${index}: { title: 项, type: date, maintainer: *who }\n`,
  )
  const many = await goodWith(
    ['    maintainer: 婚姻登记处', '    maintainer: &who 婚姻登记处'],
    ['    provide:\n', `${items.join('')}    provide:\n`],
  )
  expect(parseManifest(many, place).manifest?.resources['marriage']?.items).toHaveLength(507)
  for (const password of ['*canary', '!canary', '@canary', '&canary', '"canary', 'x: canary', '[canary', '{canary']) {
    const { findings, source } = parseManifest(await goodWith([`"\${secret:DB_PASSWORD}"`, password]), place)
    expect(findings.length, password).toBeGreaterThan(0)
    expect(JSON.stringify(findings) + formatFindings(findings, 'zh', { source }), password).not.toContain('canary')
  }
  for (const entry of [
    'password:canary',
    'password：canary',
    'password： canary',
    'password:{canary',
    '"password":canary',
  ]) {
    for (const [from, to] of [
      ['{ file: front.db }', `{ file: front.db, ${entry} }`],
      [`password: "\${secret:DB_PASSWORD}"`, entry],
      ['    use: "@berth/connector-sqlite"', `    ${entry}`],
      ['use: "@berth/connector-sqlite"\n    options: { file: front.db }', `{ use: x, ${entry} }`],
    ] as const) {
      const { findings, source } = parseManifest(await goodWith([from, to]), place)
      expect(JSON.stringify(findings) + formatFindings(findings, 'zh', { source }), to).not.toContain('canary')
    }
  }
})
