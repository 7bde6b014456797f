import type { ErrorCode } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { type DefinedColumn, type FileDataset, xmlReader } from '../../src/index.ts'
import { fileContent, fixturePath } from '../content.ts'
import { dataset, type ReadFile, readAll } from '../read-all.ts'

function columns(paths: Readonly<Record<string, string>>, types: Readonly<Record<string, DefinedColumn['type']>> = {}) {
  return Object.entries(paths).map(([name, from]) => ({ name, from, type: types[name] ?? ({ name: 'text' } as const) }))
}

function definition(changes: Partial<FileDataset> = {}): FileDataset {
  return dataset('xml', { record: '/permits/permit', ...changes })
}

async function read(text: string | Uint8Array, changes: Partial<FileDataset> = {}, chunkBytes = 5): Promise<ReadFile> {
  return readAll(xmlReader, text, definition(changes), { chunkBytes })
}

describe('documents that other software wrote', () => {
  const paths = columns({ id: '@id', holder: 'holder', city: 'address/city', phones: 'phone[]' })
  const expected = [
    ['007', '测试 & <有限> 公司', '某市', '["1","2"]'],
    ['008', '', null, null],
    ['009', null, '镕市', '["3"]'],
  ]
  test.each(['lxml-utf8.xml', 'lxml-utf16.xml', 'windows-gb2312.xml'])('%s', async (name) => {
    const content = fileContent(fixturePath(`xml/${name}`))
    const found = await readAll(xmlReader, content, definition({ columns: paths }))
    expect(found.rows).toEqual(expected)
    expect(found.refused).toEqual([])
    const bare = await readAll(xmlReader, content, definition())
    expect(bare.names).toEqual(['@id', 'holder', 'address/city', 'phone[]'])
    expect(bare.rows).toEqual(expected)
  })
  test('GML of GDAL, typed', async () => {
    const found = await readAll(
      xmlReader,
      fileContent(fixturePath('xml/gdal.gml')),
      definition({
        record: '/FeatureCollection/featureMember/ogr:permits',
        columns: columns(
          { id: '许可证号', day: '发证日期', amount: '金额', at: '登记时间', note: '备注' },
          { day: { name: 'date' }, amount: { name: 'decimal', precision: 12, scale: 2 }, at: { name: 'datetime' } },
        ),
      }),
    )
    expect(found.rows).toEqual([
      ['007', '2024-02-29', '1234.50', '2024-02-29T08:30:15', '含,逗号和"引号"'],
      ['008', '1999-12-31', '-0.05', '1999-12-31T23:59:59', ''],
      ['009', '2000-01-01', '0.1', '2000-01-01T00:00:00', '末行'],
    ])
  })
})

test('batches are as large as asked for, and records read before are passed over', async () => {
  const text = `<permits>${Array.from({ length: 10 }, (_, at) => `<permit><a>${at}</a></permit>`).join('')}</permits>`
  const sizes: number[] = []
  const reading = { dataset: definition(), columns: [{ name: 'a', type: { name: 'integer' } as const }], batchRows: 3 }
  const { signal } = new AbortController()
  const rows = []
  for await (const batch of xmlReader.read(
    {
      name: 'a.xml',
      async *bytes() {
        yield await Promise.resolve(Buffer.from(text))
      },
      local: () => Promise.reject(new Error('no')),
    },
    { ...reading, skipRecords: 2, signal },
  )) {
    sizes.push(batch.rows.length)
    rows.push(...batch.rows)
  }
  expect(sizes).toEqual([3, 3, 2])
  expect(rows).toEqual([[2], [3], [4], [5], [6], [7], [8], [9]])
})

describe('what a record may hold', () => {
  test('texts, CDATA, comments, entities and numbers of characters are one text', async () => {
    const record = '<permit><a> x<!-- n -->&lt;&amp;&#x4e2d;&#22269;<![CDATA[<b>&amp;]]>\r\n</a></permit>'
    expect((await read(`<permits>${record}</permits>`)).rows).toEqual([[' x<&中国<b>&amp;\n']])
  })
  test('an empty element is an empty text, NULL where there is no such text; nulls and trim count', async () => {
    const text = '<permits><permit><a/><n> </n></permit><permit><a> 无 </a><n>1</n></permit></permits>'
    const typed = columns({ a: 'a', n: 'n' }, { n: { name: 'integer' } })
    expect((await read(text, { columns: typed })).rows).toEqual([
      ['', null],
      [' 无 ', 1],
    ])
    expect((await read(text, { columns: typed, trim: true, nulls: ['无'] })).rows).toEqual([
      ['', null],
      [null, 1],
    ])
  })
  test('the text of the record itself', async () => {
    expect((await read('<permits><permit>x</permit></permits>', { columns: columns({ all: '.' }) })).rows).toEqual([
      ['x'],
    ])
  })
  test('records whose like stands elsewhere are not taken', async () => {
    const text =
      '<permits><old><permit><a>1</a></permit></old><permit><a>2</a><permit><a>3</a></permit></permit></permits>'
    expect((await read(text, { columns: columns({ a: 'a' }) })).rows).toEqual([['2']])
  })
  test('what cannot be read is told with its place, the others are given', async () => {
    const text = [
      '<permits>',
      '<permit><a>1</a><a>2</a></permit>',
      '<permit><a><b>1</b></a></permit>',
      '<permit><a>x</a></permit>',
      '<permit><a>4</a></permit>',
      '</permits>',
    ].join('\n')
    const found = await read(text, { columns: columns({ a: 'a' }, { a: { name: 'integer' } }) })
    expect(found.rows).toEqual([[4]])
    expect(found.refused).toEqual([
      {
        row: 1,
        code: 'RECORD_MALFORMED',
        details: {
          problem: 'element-twice',
          column: 'a',
          file: 'permits-1.txt',
          record: 1,
          line: 2,
        },
      },
      {
        row: 2,
        code: 'RECORD_MALFORMED',
        details: {
          problem: 'element-nested',
          column: 'a',
          file: 'permits-1.txt',
          record: 2,
          line: 3,
        },
      },
      {
        row: 3,
        code: 'VALUE_INVALID',
        details: { column: 'a', type: 'integer', length: 1, file: 'permits-1.txt', record: 3, line: 4 },
      },
    ])
  })
})

describe('elements that repeat in a record', () => {
  const holders = columns({ names: 'holder/name[]', phones: 'holder/phone[]', ids: 'holder/@id[]' })
  const permit = (...inside: readonly string[]) => `<permits><permit>${inside.join('')}</permit></permits>`
  const [whole, bare, other, empty] = [
    '<holder id="1"><name>甲</name><phone>11</phone></holder>',
    '<holder id="2"><name>乙</name></holder>',
    '<holder id="3"><name>丙</name><phone>33</phone></holder>',
    '<holder/>',
  ]
  test('each has its values at the same place of every list, a null where it has none', async () => {
    const found = await read(permit(whole, bare, other, empty), { columns: holders })
    expect(found.rows).toEqual([['["甲","乙","丙",null]', '["11",null,"33",null]', '["1","2","3",null]']])
    expect((await read(permit(bare, whole), { columns: holders })).rows).toEqual([
      ['["乙","甲"]', '[null,"11"]', '["2","1"]'],
    ])
    const inferred = await read(permit(bare, whole))
    expect(inferred.names).toEqual(['holder/@id[]', 'holder/name[]', 'holder/phone[]'])
    expect(inferred.rows).toEqual([['["2","1"]', '["乙","甲"]', '[null,"11"]']])
  })
  test('one that is there once has its lists for itself', async () => {
    const text = permit('<contacts><phone>1</phone><phone>2</phone><mail>x</mail></contacts>')
    const within = columns({ phones: 'contacts/phone[]', mails: 'contacts/mail[]', faxes: 'contacts/fax[]' })
    expect((await read(text, { columns: within })).rows).toEqual([['["1","2"]', '["x"]', null]])
    expect((await read(permit('<phone>1</phone><phone>2</phone><mail>x</mail>'))).rows).toEqual([['["1","2"]', 'x']])
  })
  test('whose values cannot be told apart cost the record', async () => {
    const twice = '<holder id="4"><name>丁</name><phone>4</phone><phone>5</phone></holder>'
    const apart = columns({ name: 'holder/name', phone: 'holder/phone' })
    const beside = columns({ name: 'holder/name', phones: 'holder/phone[]' })
    const cases = [
      [holders, permit(whole, twice), 'phones'],
      [apart, permit('<holder><name>甲</name></holder>', '<holder><phone>2</phone></holder>'), 'phone'],
      [beside, permit('<holder><phone>1</phone></holder>', '<holder><name>乙</name><phone>2</phone></holder>'), 'name'],
    ] as const
    for (const [given, text, column] of cases) {
      const { rows, refused } = await read(text, { columns: given })
      expect(rows).toEqual([])
      expect(refused).toMatchObject([
        { row: 1, code: 'RECORD_MALFORMED', details: { problem: 'elements-out-of-step', column } },
      ])
    }
    expect((await read(permit(twice), { columns: beside })).rows).toEqual([['丁', '["4","5"]']])
  })
  test('inside one another', async () => {
    const text = permit(
      '<firm><boss>a</boss><office><city>A</city></office></firm>',
      '<firm><boss>b</boss></firm>',
      '<firm><office><city>C</city><street>3</street></office></firm>',
    )
    const nested = columns({ bosses: 'firm/boss[]', cities: 'firm/office/city[]', streets: 'firm/office/street[]' })
    expect((await read(text, { columns: nested })).rows).toEqual([
      ['["a","b",null]', '["A",null,"C"]', '[null,null,"3"]'],
    ])
  })
})

describe('a document without columns in its definition', () => {
  const records = (...last: readonly string[]) =>
    `<permits>${'<permit id="1"><name>甲</name><a><b>1</b></a></permit>'.repeat(100)}${last.join('')}</permits>`
  const refusals = async (...last: readonly string[]) => {
    const known = ['@id', 'name', 'a/b']
    const text = records(...last)
    const columns = [{ name: 'name', type: { name: 'text' } as const }]
    const { rows, refused } = await readAll(xmlReader, text, definition(), { known, columns })
    return [rows.length, refused.map(({ row, code, details }) => [row, code, details['field']])]
  }
  test('an element or attribute that comes after those that were looked at is told, and so is its record', async () => {
    expect(await refusals('<permit><fax>1</fax></permit>', '<permit><name>乙</name></permit>')).toEqual([
      101,
      [[101, 'FIELD_UNKNOWN', 'fax']],
    ])
    expect(await refusals('<permit><a><c>1</c></a></permit>')).toEqual([100, [[101, 'FIELD_UNKNOWN', 'a/c']]])
    expect(await refusals('<permit><a state="x"/></permit>')).toEqual([100, [[101, 'FIELD_UNKNOWN', 'a/@state']]])
    expect(await refusals('<permit>x</permit>')).toEqual([100, [[101, 'FIELD_UNKNOWN', '.']]])
  })
  test('one that holds nothing is no loss', async () => {
    const last = '<permit xmlns:x="y" xsi:schemaLocation="z"><fax> </fax><a><c/></a></permit>'
    expect(await refusals(last)).toEqual([101, []])
  })
})

describe('charsets', () => {
  const before = Buffer.from('<?xml version="1.0" encoding="GBK"?><permits><permit><a>')
  const bad = Buffer.concat([
    before,
    Buffer.from([0xd6, 0xff]),
    Buffer.from('</a></permit><permit><a>2</a></permit></permits>'),
  ])
  test('a byte that is not valid costs its record', async () => {
    const found = await read(bad)
    expect(found.rows).toEqual([['2']])
    expect(found.refused).toMatchObject([
      { row: 1, code: 'TEXT_UNDECODABLE', details: { offset: before.length + 1, charset: 'gb18030', record: 1 } },
    ])
  })
  test('between records it costs the document', async () => {
    const between = Buffer.concat([
      Buffer.from('<permits><permit><a>1</a></permit>'),
      Buffer.from([0xff]),
      Buffer.from('<permit/></permits>'),
    ])
    await expect(read(between)).rejects.toMatchObject({
      code: 'FILE_MALFORMED',
      details: { problem: 'byte-invalid', offset: 34, line: 1 },
    })
  })
  test('a declaration against the definition, or of a charset that nobody knows', async () => {
    const text = '<?xml version="1.0" encoding="Big5"?><permits/>'
    await expect(read(text, { charset: 'GBK' })).rejects.toMatchObject({ code: 'FILE_CHARSET_CONTRADICTED' })
    await expect(read(text.replace('Big5', 'nonsense'))).rejects.toMatchObject({ code: 'CHARSET_UNKNOWN' })
    await expect(read(`\ufeff${text}`)).rejects.toMatchObject({ code: 'FILE_CHARSET_CONTRADICTED' })
  })
  test('the definition counts where the document says nothing', async () => {
    const text = Buffer.concat([
      Buffer.from('<permits><permit><a>'),
      Buffer.from([0xd6, 0xd0]),
      Buffer.from('</a></permit></permits>'),
    ])
    expect((await read(text, { charset: 'GBK' })).rows).toEqual([['中']])
  })
})

describe('documents that are broken, foreign or mean harm', () => {
  const deep = `<permits>${'<a>'.repeat(200)}${'</a>'.repeat(200)}</permits>`
  const cases: [string, string, ErrorCode][] = [
    [
      'an entity from a file',
      '<!DOCTYPE permits [<!ENTITY x SYSTEM "file:///etc/passwd">]><permits>&x;</permits>',
      'FILE_CONTENT_REFUSED',
    ],
    [
      'a DOCTYPE that goes on and on',
      `<!DOCTYPE permits [${'<!ENTITY a "b">'.repeat(2000)}]><permits/>`,
      'FILE_LIMIT_EXCEEDED',
    ],
    ['an entity that nobody defined', '<permits><permit><a>&nbsp;</a></permit></permits>', 'FILE_MALFORMED'],
    ['tags that cross', '<permits><permit><a></permit></a></permits>', 'FILE_MALFORMED'],
    ['a character that XML does not have', '<permits><permit><a>\u0001</a></permit></permits>', 'FILE_MALFORMED'],
    ['one that ends in a record', '<permits><permit><a>1</a></permit><permit><a>2', 'FILE_CUT'],
    ['one that ends before its last tag', '<permits><permit><a>1</a></permit>', 'FILE_CUT'],
    ['nothing', '', 'FILE_MALFORMED'],
    ['no XML', 'id,name\n1,a\n', 'FILE_MALFORMED'],
    ['another root', '<response><permit/></response>', 'FILE_PART_MISSING'],
    ['other elements where records are due', '<permits><item><a>1</a></item></permits>', 'FILE_PART_MISSING'],
    ['elements too deep', deep, 'FILE_LIMIT_EXCEEDED'],
    ['a text too long', `<permits><permit><a>${'x'.repeat(3000)}</a></permit></permits>`, 'FILE_LIMIT_EXCEEDED'],
    ['a record too long', `<permits><permit>${'<a>xxxxxx</a>'.repeat(300)}</permit></permits>`, 'FILE_LIMIT_EXCEEDED'],
    ['a comment too long', `<permits><!--${'x'.repeat(3000)}--></permits>`, 'FILE_LIMIT_EXCEEDED'],
    ['a tag too long', `<permits><permit a="${'x'.repeat(3000)}"/></permits>`, 'FILE_LIMIT_EXCEEDED'],
    [
      'too many attributes',
      `<permits><permit ${Array.from({ length: 30 }, (_, at) => `a${at}=""`).join(' ')}/></permits>`,
      'FILE_LIMIT_EXCEEDED',
    ],
  ]
  test.each(cases)('%s', async (_what, text, code) => {
    const columnsGiven = columns({ a: 'a' })
    const how = { columns: columnsGiven, maxRecordBytes: 1000, maxColumns: 20 }
    await expect(read(text, how)).rejects.toMatchObject({ code, details: { file: 'permits-1.txt' } })
  })
  test('a list without records is no mistake', async () => {
    const how = { columns: columns({ a: 'a' }), record: '/response/data/permit' }
    expect((await read('<response><code>0</code><data/></response>', how)).rows).toEqual([])
  })
})
