import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answered, askDataset, enveloped, RawService } from './raw-service.ts'

let service: RawService
beforeEach(async () => {
  service = await RawService.start()
})
afterEach(() => service[Symbol.asyncDispose]())

const record = '<r><id>1</id><name>甲</name></r>'
const rows = [['1', '甲']]
const inner = { records: 'list/p', columns: { id: 'i', name: 'n' } }
const document = '<list><p><i>1</i><n>甲</n></p></list>'

describe('charsets', () => {
  test.each([
    ['told by the header', (text: string) => iconv.encode(text, 'gbk'), 'text/xml; charset=GBK', undefined],
    [
      'told by the declaration',
      (text: string) => iconv.encode(`<?xml version="1.0" encoding="gb2312"?>${text}`, 'gbk'),
      'text/xml',
      undefined,
    ],
    ['told by the docking', (text: string) => iconv.encode(text, 'gbk'), 'text/xml; charset=utf-8', 'GBK'],
    ['told by a mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'), 'text/xml', undefined],
  ])('an answer in a charset %s', async (_title, encode, contentType, charset) => {
    service.answer = (response) => {
      response.setHeader('content-type', contentType)
      response.end(encode(answered(record)))
    }
    const { people } = askDataset() as { people: { answer: object } }
    const answer = { ...people.answer, ...(charset === undefined ? {} : { charset }) }
    expect(await service.ask({}, askDataset({ answer }))).toEqual(rows)
  })

  test('a request in GBK, with what GBK does not have by its number', async () => {
    const text = '甲<𠮷>'
    service.answer = (response) => void response.end(answered(''))
    await service.ask({ charset: 'GBK' }, askDataset(), text)
    expect(service.received[0]?.headers['content-type']).toBe('text/xml; charset=gbk')
    const sent = iconv.decode(service.received[0]?.body ?? Buffer.alloc(0), 'gbk')
    expect(sent).toMatch(/^<\?xml version="1.0" encoding="gbk"\?>/)
    expect(sent).toContain('<m:id>甲&lt;&#134071;&gt;</m:id>')
  })

  test('a charset that there is none of', async () => {
    await expect(service.ask({ charset: 'GBKK' })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      details: { option: 'charset' },
    })
  })
})

describe('a document inside a text', () => {
  const answers = (text: string): void => {
    service.answer = (response) => void response.end(answered(`<r><id>0</id><name>${text}</name></r>`))
  }
  const escaped = document.replaceAll('<', '&lt;')

  test.each([
    ['escaped', escaped, {}],
    ['as CDATA', `<![CDATA[<?xml version="1.0" encoding="GBK"?>${document}]]>`, {}],
    ['packed', gzipSync(document).toString('base64'), { encoding: ['base64', 'gzip'] }],
    [
      'packed, in GBK',
      gzipSync(iconv.encode(document, 'gbk')).toString('base64'),
      { encoding: ['base64', 'gzip'], charset: 'GBK' },
    ],
  ])('of an answer, %s', async (_title, text, how) => {
    answers(text)
    const answer = { ...inner, payload: { at: 'askResponse/r/name', ...how } }
    expect(await service.ask({}, askDataset({ answer }))).toEqual(rows)
  })

  test('of an answer, in JSON', async () => {
    answers('{"list":[{"i":"1","n":"甲"}]}')
    const answer = {
      records: '$.list[*]',
      columns: { id: '$.i', name: '$.n' },
      payload: { at: 'askResponse/r/name', format: 'json' },
    }
    expect(await service.ask({}, askDataset({ answer }))).toEqual(rows)
  })

  test.each([
    ['a document type', '&lt;!DOCTYPE a [&lt;!ENTITY e "x">]>&lt;list/>', [], 'ANSWER_UNREADABLE'],
    ['no base64', '*', ['base64'], 'ANSWER_UNREADABLE'],
    ['no gzip', 'AAAA', ['base64', 'gzip'], 'ANSWER_UNREADABLE'],
    ['a bomb', gzipSync(Buffer.alloc(10_000_000)).toString('base64'), ['base64', 'gzip'], 'ANSWER_TOO_LARGE'],
  ])('of an answer that is %s', async (_title, text, encoding, code) => {
    answers(text)
    const answer = { ...inner, payload: { at: 'askResponse/r/name', encoding } }
    await expect(service.ask({ maxAnswerBytes: 1_000_000 }, askDataset({ answer }))).rejects.toMatchObject({ code })
  })

  const hostile = '1</id><admin/><id>&'

  test('of a request: escaped once for itself and once for the message', async () => {
    const input = { text: { $xml: '<q><id>{id}</id></q>' }, id: 0 }
    await service.ask({}, askDataset({ input }), hostile).catch(() => undefined)
    expect(service.envelope).toContain(
      '&lt;q&gt;&lt;id&gt;1&amp;lt;/id&amp;gt;&amp;lt;admin/&amp;gt;&amp;lt;id&amp;gt;&amp;amp;&lt;/id&gt;&lt;/q&gt;',
    )
  })

  test('of a request: JSON, and packed', async () => {
    const json = { text: { $json: { id: '{id}', n: 1 } }, id: 0 }
    await service.ask({}, askDataset({ input: json }), '"}').catch(() => undefined)
    expect(service.envelope).toContain('{&quot;id&quot;:&quot;\\&quot;}&quot;,&quot;n&quot;:1}')
    const packed = { text: { $xml: '<q>{id}</q>', $encoding: ['gzip', 'base64'], $charset: 'GBK' }, id: 0 }
    await service.ask({}, askDataset({ input: packed }), '甲').catch(() => undefined)
    const sent = /<m:text>([^<]*)</.exec(service.envelope)?.[1] ?? ''
    expect(sent).toBe(gzipSync(iconv.encode('<q>甲</q>', 'gbk')).toString('base64'))
  })
})

describe('what a service says of its own answer', () => {
  const said = (code: string, records = record): void => {
    service.answer = (response) =>
      void response.end(enveloped(`<askResponse xmlns="urn:q"><code>${code}</code>${records}</askResponse>`))
  }
  const { people } = askDataset() as { people: { answer: object } }
  const success = { at: 'askResponse/code', equals: ['0', '200'], none: ['404'], busy: ['9'], denied: ['401'] }
  const datasets = askDataset({ answer: { ...people.answer, success } })

  test.each([
    ['0', rows],
    ['404', []],
  ])('%s', async (code, expected) => {
    said(code)
    expect(await service.ask({}, datasets)).toEqual(expected)
  })

  test.each([
    ['9', 'SYSTEM_BUSY'],
    ['401', 'AUTH_FAILED'],
    ['E1', 'QUERY_FAILED'],
  ])('%s', async (code, expected) => {
    said(code)
    await expect(service.ask({}, datasets)).rejects.toMatchObject({ code: expected })
  })
})

describe('definitions', () => {
  test.each([
    ['an operation that is not there', { operation: 'asks' }, 'operation'],
    ['a service that is not there', { service: 'X' }, 'service'],
    ['a port that is not there', { port: 'X' }, 'port'],
    ['an element that is not in the message', { input: { id: '{id}', nope: '1' } }, 'input.nope'],
    ['an element inside a value', { input: { 'id/x': '{id}' } }, 'input.id'],
    ['two of what there is one of', { input: { id: ['{id}', '2'] } }, 'input.id'],
    ['a name that is none', { input: { 'a b': '1' } }, 'input.a b'],
    ['a list for an element', { input: ['{id}'] }, 'input'],
    ['an encoding that is none', { input: { id: { $xml: '{id}', $encoding: ['zip'] } } }, 'input.id'],
    ['a path that is none', { answer: { records: '///', columns: { id: 'id' } } }, 'answer.records'],
    ['a header without a name', { header: { element: 'a b' } }, 'header.element'],
  ])('%s', async (_title, changed, place) => {
    await expect(service.open({}, askDataset(changed))).rejects.toMatchObject({
      code: 'DEFINITION_INVALID',
      details: { dataset: 'people', path: place },
    })
  })

  test('a character that XML does not have is refused before anything is sent', async () => {
    await expect(service.ask({}, askDataset(), 'a\u0000')).rejects.toMatchObject({
      code: 'PARAMETER_INVALID',
      details: { parameter: 'id' },
    })
    expect(service.received).toEqual([])
  })

  test('an input that is missing is named before anything is sent', async () => {
    await using session = await service.open({}, askDataset({ input: { id: '{id}', text: '{other}' } }))
    const request = { dataset: 'people', by: ['id'], keys: [['1']], columns: [{ name: 'id' }], limit: 1 }
    await expect(session.lookup(request)).rejects.toMatchObject({
      code: 'PARAMETER_MISSING',
      details: { parameter: 'other' },
    })
    expect(service.received).toEqual([])
  })
})
