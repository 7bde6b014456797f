import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { type DraftRequest, draftResources } from '../../src/draft/draft-resources.ts'
import { parseManifest } from '../../src/load-manifest.ts'
import { batch, citizens, column, manifest, marriage, marriageRows, table, text } from './fixtures.ts'

const samples = new Map([['T_HYDJ', marriageRows]])
const request: DraftRequest = {
  manifestText: manifest,
  connection: 'registry',
  datasets: [marriage],
  samples,
  language: 'zh',
}

function load(written: string): ReturnType<typeof parseManifest> {
  return parseManifest(written, { file: 'berth.yaml', folder: '.' })
}

function errors(written: string): string[] {
  return load(written)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule, path, message }) => `${rule} ${path} ${message.en}`)
}

function lineOf(written: string, id: string): string {
  return written.split('\n').find((line) => line.trim().startsWith(`${id}: {`)) ?? ''
}

test('a draft loads without errors, is a draft, and provides nothing before its review', () => {
  const { text: written, added, kept, skipped } = draftResources(request)
  expect(errors(written)).toEqual([])
  expect(added).toEqual([{ id: 'hydj', dataset: 'T_HYDJ', items: 11, recognised: 7, key: ['ID'], changes: 'GXSJ' }])
  expect([kept, skipped]).toEqual([[], []])
  const resource = load(written).manifest?.resources['hydj']
  expect(resource).toMatchObject({
    draft: true,
    title: { zh: '结婚登记信息' },
    sharing: { type: 'conditional', condition: '待核定' },
    subject: { kind: 'person', by: ['nfSfzh', 'vfSfzh'] },
    from: { connection: 'registry', dataset: 'T_HYDJ', key: ['ID'], changes: { by: 'column', column: 'GXSJ' } },
    provide: { parameter: { by: [['nfSfzh'], ['vfSfzh'], ['id']] }, file: { to: 'out', format: 'ndjson' } },
  })
  expect(resource?.provide.file?.clearance).toBeUndefined()
  expect(resource?.provide.table).toBeUndefined()
})

test('each item has title, type, grade and maintainer, and says what it was taken for and why', () => {
  const { text: written } = draftResources(request)
  const items = Object.fromEntries(
    (load(written).manifest?.resources['hydj']?.items ?? []).map((item) => [item.id, item]),
  )
  expect(Object.keys(items)).toEqual([
    'id',
    'nfSfzh',
    'vfSfzh',
    'name',
    'sex',
    'djrq',
    'jfje',
    'lb',
    'gxsj',
    'bz',
    'zp',
  ])
  for (const item of Object.values(items))
    expect(item).toMatchObject({ maintainer: '示例市民政局', authoritative: false })
  expect(items['nfSfzh']).toMatchObject({ title: { zh: '男方身份证号' }, element: 'person.citizenNumber', grade: 3 })
  expect(items['sex']).toMatchObject({
    title: { zh: '性别' },
    semantics: { zh: '性别：1男 2女' },
    element: 'person.sex',
    grade: 2,
  })
  expect(items['djrq']).toMatchObject({ type: { name: 'date' }, format: { pattern: 'yyyyMMdd' }, grade: 2 })
  expect(items['jfje']).toMatchObject({
    element: 'money.amount',
    type: { name: 'decimal', precision: 12, scale: 2 },
    grade: 3,
  })
  expect(items['lb']).toMatchObject({ type: { name: 'text', maxLength: 2 }, grade: 3 })
  expect(items['bz']).toMatchObject({ title: { zh: '备注' }, grade: 3 })
  expect(items['zp']).toMatchObject({ type: { name: 'binary' }, grade: 4 })
  expect(lineOf(written, 'nfSfzh')).toMatch(/# 建议：公民身份号码 99%（列名、注释、样本校验）$/)
  expect(lineOf(written, 'bz')).toMatch(/# 未识别，分级从严$/)
  expect(lineOf(written, 'lb')).toMatch(/# 样本只有 2 种取值，可能是代码：请写明 codes$/)
  expect(lineOf(written, 'id')).toMatch(/# 主键$/)
})

test('nothing of a sample is written', () => {
  const { text: written } = draftResources(request)
  const cells = marriageRows.rows.flat().filter((cell) => typeof cell === 'string' && cell.trim().length > 2)
  for (const cell of cells) expect(written).not.toContain(String(cell).trim())
  for (const word of ['甲', '乙', 'Merkmal']) expect(written).not.toContain(word)
})

test('without samples the same names are believed less, and text dates stay texts', () => {
  const { text: written } = draftResources({ ...request, samples: new Map() })
  expect(errors(written)).toEqual([])
  expect(lineOf(written, 'nfSfzh')).toMatch(/# 建议：公民身份号码 90%（列名、注释）$/)
  expect(lineOf(written, 'djrq')).toContain('type: text(8), from: DJRQ, grade: 2 } # 日期 ')
})

test('in English, comments and titles are English too', () => {
  const { text: written } = draftResources({
    ...request,
    language: 'en',
    datasets: [table('PEOPLE', [column('SFZH', text(18))])],
  })
  expect(errors(written)).toEqual([])
  expect(written).toContain('draft: true # drafted by berth discover')
  expect(lineOf(written, 'citizenNumber')).toContain('title: { zh: 公民身份号码, en: "Citizen number" }')
  expect(lineOf(written, 'citizenNumber')).toMatch(/# proposed: Citizen number 80% \(name\)$/)
})

test('a second run adds nothing and changes nothing', () => {
  const first = draftResources(request).text
  const second = draftResources({ ...request, manifestText: first })
  expect(second).toEqual({ text: first, added: [], defined: [], kept: ['hydj'], skipped: [] })
})

test('a resource of another connection or table does not stand in the way, and ids are not taken twice', () => {
  const first = draftResources(request).text
  const { added, kept } = draftResources({
    ...request,
    manifestText: first,
    datasets: [{ ...marriage, name: 'HYDJ' }, marriage],
  })
  expect(added.map(({ id, dataset }) => [id, dataset])).toEqual([['hydj2', 'HYDJ']])
  expect(kept).toEqual(['hydj'])
})

test('a dataset without columns is skipped and said', () => {
  const draft = draftResources({ ...request, datasets: [table('EMPTY', [])] })
  expect(draft).toEqual({ text: manifest, added: [], defined: [], kept: [], skipped: ['EMPTY'] })
})

test('without a key there are no changes, and the draft says what to do', () => {
  const { text: written, added } = draftResources({ ...request, datasets: [{ ...marriage, key: [] }] })
  expect(errors(written)).toEqual([])
  expect(added[0]).toMatchObject({ key: [] })
  expect(added[0]?.changes).toBeUndefined()
  expect(written).toContain('# 系统没有声明主键')
})

test('with a key and no column that tells changes, the draft names what needs none', () => {
  const columns = marriage.columns.filter(({ name }) => name !== 'GXSJ')
  const { text: written, added } = draftResources({ ...request, datasets: [{ ...marriage, columns }] })
  expect(errors(written)).toEqual([])
  expect(added[0]?.changes).toBeUndefined()
  expect(written).toMatch(/# .*changes: \{ by: snapshot \}/)
  const taken = written.replace('key: [ID] }', 'key: [ID], changes: { by: snapshot } }')
  expect(errors(taken)).toEqual([])
  expect(load(taken).manifest?.resources['hydj']?.from.changes).toEqual({ by: 'snapshot' })
})

test('what a comment calls secret gets no grade', () => {
  const datasets = [
    table('T_A', [column('BZ', text(20), { comment: '涉密说明' }), column('XM', text(20))]),
    table('T_B', [column('SFZH', text(18))], { comment: '机密档案' }),
  ]
  const { text: written } = draftResources({ ...request, datasets, samples: new Map() })
  const { resources } = load(written).manifest ?? {}
  expect(resources?.['a']?.items.map((item) => item.grade)).toEqual([undefined, 3])
  expect(resources?.['b']?.items.map((item) => item.grade)).toEqual([undefined])
})

test('a charset that a column had to be read with is proposed', () => {
  const charsets = new Map([['T_HYDJ', new Map([['XM', 'GBK']])]])
  const { text: written } = draftResources({ ...request, charsets })
  const items = load(written).manifest?.resources['hydj']?.items ?? []
  expect(items.filter((item) => item.charset !== undefined).map((item) => [item.id, item.charset])).toEqual([
    ['name', 'GBK'],
  ])
  expect(lineOf(written, 'name')).toMatch(/；按 GBK 才能读出，请核对$/)
})

test('a comment that lists codes gives a short title and the whole as semantics', () => {
  const columns = [column('DJZT', text(1), { comment: '状态 1在婚 2离婚' }), column('C2', text(1), { comment: '类别' })]
  const { text: written } = draftResources({ ...request, datasets: [table('T_A', columns)] })
  const items = load(written).manifest?.resources['a']?.items ?? []
  expect(items.map(({ title, semantics }) => [title.zh, semantics?.zh])).toEqual([
    ['状态', '状态 1在婚 2离婚'],
    ['类别', undefined],
  ])
})

test('what holds passwords gets no grade', () => {
  const names = ['MM', 'F_MM', 'PASSWORD', 'userPwd', 'LOGIN_PASSWORD', '登录密码']
  const columns = [
    ...names.map((name) => column(name, text(40))),
    column('C1', text(40), { comment: '口令' }),
    column('BYPASS_NO', text(40)),
  ]
  const { text: written } = draftResources({ ...request, datasets: [table('T_CZY', columns)] })
  const items = load(written).manifest?.resources['czy']?.items ?? []
  expect(items.map((item) => item.grade)).toEqual([...columns.slice(1).map(() => undefined), 3])
  expect(written).toContain('# 可能是密码或密钥')
})

test('a credit code that fails is a warning, as codes that were issued do', () => {
  const columns = [column('TYSHXYDM', text(18)), column('QYMC', text(100))]
  const { text: written } = draftResources({ ...request, datasets: [table('T_QY', columns, { kind: 'view' })] })
  const resource = load(written).manifest?.resources['qy']
  expect(resource?.subject).toEqual({ kind: 'organisation', by: ['creditCode'] })
  expect(resource?.items[0]).toMatchObject({ onInvalid: 'warn', grade: 1 })
  expect(written).toContain('view: T_QY')
})

test('times in a date element and unknown text dates are not forced', () => {
  const columns = [column('CSRQ', text(19)), column('D1', text(19)), column('UPDATED', { name: 'instant' })]
  const rows = batch(columns, [['1949-12-31 00:00:00', '2001-02-03 04:05:06', '2001-02-03T04:05:06Z']])
  const draft = draftResources({ ...request, datasets: [table('T_X', columns)], samples: new Map([['T_X', rows]]) })
  expect(errors(draft.text)).toEqual([])
  const items = load(draft.text).manifest?.resources['x']?.items ?? []
  expect(items.map(({ type, element }) => [type.name, element])).toEqual([
    ['datetime', undefined],
    ['datetime', 'event.datetime'],
    ['instant', undefined],
  ])
  expect(items[0]).toMatchObject({ format: { pattern: 'yyyy-MM-dd HH:mm:ss' }, grade: 3 })
})

test('hostile names and comments stay names and comments', () => {
  const signs = [...'"\'{}&*!|>%@`?-#', ': ', '# c', 'a: b', ', y', '- a', '[x]', '中文', '$'.concat('{secret:X}')]
  const names = [...signs, 'null', 'yes', '1', '1e3', '0x1', '~', '\u0085', 'a\u2028b', 'a\tb', 'a\nb', 'x'.repeat(300)]
  const comments = [...names, '', ' ', '\n', '\t', '\u2028', '\ufeff']
  const columns = comments.map((comment, index) =>
    column(names[index % names.length] + String(index), text(9), { comment }),
  )
  for (const language of ['zh', 'en'] as const) {
    const datasets = names.map((name) => table(name, columns, { key: [columns[0]?.name ?? ''], comment: name }))
    const { text: written, added } = draftResources({ ...request, datasets, language })
    expect(errors(written)).toEqual([])
    const { resources } = load(written).manifest ?? {}
    for (const { id, dataset } of added) {
      expect(resources?.[id]?.from.dataset).toBe(dataset)
      expect(resources?.[id]?.items.map((item) => item.from)).toEqual(columns.map(({ name }) => name))
    }
  }
})

test('a text that is no manifest is refused, and nothing is drafted into it', () => {
  for (const manifestText of ['', '[]', 'a: [', 'resources: 3\n', 'resources: [a]\n', '- a\n']) {
    const draft = (): unknown => draftResources({ ...request, manifestText })
    expect(draft).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }))
    expect(draft).toThrow(BerthError)
  }
})

test('500 tables of 30 columns, 100 samples each, are all drafted', () => {
  const columns = Array.from({ length: 30 }, (_, index) => marriage.columns[index % 10] ?? column('X', text(9))).map(
    (each, index) => ({ ...each, name: `${each.name}${index < 10 ? '' : String.fromCharCode(65 + (index % 26))}` }),
  )
  const rows = Array.from({ length: 100 }, (_, row) =>
    columns.map((_column, index) => marriageRows.rows[row % 30]?.[index % 10] ?? citizens[0] ?? null),
  )
  const datasets = Array.from({ length: 500 }, (_, index) => table(`T_${index}`, columns, { key: ['ID'] }))
  const many = new Map(datasets.map(({ name }) => [name, batch(columns, rows)]))
  const { added } = draftResources({ ...request, datasets, samples: many })
  expect(added).toHaveLength(500)
  expect(added.every(({ items }) => items === 30)).toBe(true)
})

test('a Chinese column name is the title, and gives the id by its end', () => {
  const dataset = table('permits', [
    column('许可证号', text(20)),
    column('法定代表人', text(20)),
    column('备注', text(20)),
  ])
  const { text: written } = draftResources({ ...request, datasets: [dataset], samples: new Map() })
  expect(errors(written)).toEqual([])
  expect(lineOf(written, 'remarks')).toMatch(/^ +remarks: \{ title: 备注,/)
  expect(written).toMatch(/title: 法定代表人,.*from: 法定代表人/)
})

test('a dataset that says why nothing can be told of it is neither drafted nor skipped without a word', () => {
  const refusal = new BerthError('FILE_UNRECOGNISED', { file: 'a.txt', problem: '' })
  const draft = draftResources({ ...request, datasets: [{ ...table('a.txt', []), refusal }] })
  expect(draft).toEqual({ text: manifest, added: [], kept: [], skipped: [], defined: [] })
})

test('definitions are added once, with what is not sure of them', () => {
  const definition = { files: 'a.csv', charset: 'GB18030' }
  const doubts = [{ entry: 'charset', text: { zh: '猜的', en: 'guessed' } }]
  const datasets = [{ ...table('a', [column('x', text(20))]), definition, doubts }]
  const { text: written, defined } = draftResources({ ...request, datasets, language: 'en' })
  expect(defined).toEqual(['a'])
  expect(written).toContain('        # guessed\n')
  expect(load(written).manifest?.connections['registry']?.datasets).toEqual({ a: definition })
  expect(draftResources({ ...request, manifestText: written, datasets }).defined).toEqual([])
})
