import { gzipSync } from 'node:zlib'
import { BerthError } from '@berth/core'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answered, askDataset, enveloped, RawService } from './raw-service.ts'

let service: RawService
beforeEach(async () => {
  service = await RawService.start()
})
afterEach(() => service[Symbol.asyncDispose]())

const record = '<r><id>1</id><name>甲</name></r>'
const personal = '11010519491231002X'

async function failure(options: Readonly<Record<string, unknown>> = {}): Promise<BerthError> {
  const error: unknown = await service.ask(options).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(BerthError)
  expect(`${(error as Error).message} ${JSON.stringify(error)}`).not.toMatch(/11010519491231002X|root:x|甲/)
  return error as BerthError
}

describe('an answer that is none', () => {
  test.each([
    ['an HTML page', `<html><body>请登录 ${personal}</body></html>`, 'an HTML page came'],
    ['nothing', '', 'it is empty'],
    ['a cut envelope', answered(record).slice(0, -20), /no well-formed XML/],
    ['XML that is no envelope', `<data><id>${personal}</id></data>`, 'no SOAP envelope'],
    [
      'an envelope without a body',
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>',
      'no SOAP envelope',
    ],
    ['an envelope of another standard', '<Envelope xmlns="urn:x"><Body/></Envelope>', 'no SOAP envelope'],
    [
      'the answer to another operation',
      enveloped('<otherResponse xmlns="urn:q">1</otherResponse>'),
      'no askResponse in the body',
    ],
    ['an answer of another namespace', enveloped('<askResponse xmlns="urn:x"/>'), 'no askResponse in the body'],
    ['a document type', `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${answered('&e;')}`, /a DOCTYPE/],
    ['an entity that nobody declared', answered('<r><id>&bomb;</id></r>'), /no well-formed XML/],
    ['nesting without end', answered('<a>'.repeat(10_000) + '</a>'.repeat(10_000)), /nested too deeply/],
  ])('%s', async (_title, text, problem) => {
    service.answer = (response) => void response.end(text)
    const error = await failure()
    expect(error.code).toBe('ANSWER_UNREADABLE')
    expect(error.message).toMatch(problem)
  })

  test('bytes that are not of the charset, with their place', async () => {
    service.answer = (response) => void response.end(iconv.encode(answered(record), 'gbk'))
    const error = await failure()
    expect(error.details).toMatchObject({ problem: 'answer-byte-invalid', charset: 'utf-8' })
    expect(error.details['offset']).toBeGreaterThan(0)
  })

  test('an error page is told by its status', async () => {
    service.answer = (response) => void response.writeHead(503).end('<html>维护中</html>')
    expect(await failure({ maxWaitMs: 0 })).toMatchObject({ code: 'SYSTEM_BUSY', details: { nativeCode: 'HTTP 503' } })
    service.answer = (response) => void response.writeHead(401).end()
    expect(await failure()).toMatchObject({ code: 'AUTH_FAILED' })
    service.answer = (response) => void response.writeHead(404).end(answered(record))
    expect(await failure()).toMatchObject({ code: 'QUERY_FAILED', details: { nativeCode: 'HTTP 404' } })
  })
})

describe('an answer without end', () => {
  test('more bytes than asked for, packed or not', async () => {
    const long = answered(record.repeat(100_000))
    service.answer = (response) => void response.end(long)
    expect(await failure({ maxAnswerBytes: 100_000 })).toMatchObject({ code: 'ANSWER_TOO_LARGE' })
    service.answer = (response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(gzipSync(long))
    }
    expect(await failure({ maxAnswerBytes: 100_000 })).toMatchObject({ code: 'ANSWER_TOO_LARGE' })
  })

  test('a byte now and then, until the deadline', async () => {
    service.answer = (response) => {
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    }
    await using session = await service.open()
    const request = { dataset: 'people', by: ['id'], keys: [['1']], columns: [{ name: 'id' }], limit: 1 }
    await expect(session.lookup(request, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    expect(session.usable).toBe(false)
  })

  test('a redirect is not followed', async () => {
    service.answer = (response) => void response.writeHead(307, { location: 'http://169.254.169.254/latest' }).end()
    expect(await failure()).toMatchObject({ code: 'REDIRECT_REFUSED', details: { host: '169.254.169.254' } })
  })
})

describe('a fault', () => {
  const fault11 = (code: string): string =>
    enveloped(
      `<s:Fault><faultcode>${code}</faultcode><faultstring>${personal} 不存在</faultstring><detail><id>${personal}</id></detail></s:Fault>`,
    )
  const fault12 = (code: string, subcode: string): string =>
    `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:${code}</e:Value><e:Subcode><e:Value>x:${subcode}</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang="zh">${personal}</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>`

  test.each([
    [fault11('s:Client'), 'QUERY_FAILED', 'Client'],
    [fault11('s:Client.NotFound'), 'QUERY_FAILED', 'NotFound'],
    [fault11('s:Server'), 'SYSTEM_UNAVAILABLE', 'Server'],
    [fault11('ns1:Server.userException'), 'SYSTEM_UNAVAILABLE', 'userException'],
    [fault11('s:MustUnderstand'), 'QUERY_FAILED', 'MustUnderstand'],
    [fault11('wsse:FailedAuthentication'), 'AUTH_FAILED', 'FailedAuthentication'],
    [fault11('s:Client.Authentication'), 'AUTH_FAILED', 'Authentication'],
    [fault11(`s:${personal}`), 'QUERY_FAILED', '-'],
    [fault11(`s:Client.${personal}`), 'QUERY_FAILED', 'Client'],
    [fault12('Sender', 'BadId'), 'QUERY_FAILED', 'BadId'],
    [fault12('Receiver', 'Busy'), 'SYSTEM_UNAVAILABLE', 'Busy'],
    [fault12('Sender', 'InvalidSecurityToken'), 'AUTH_FAILED', 'InvalidSecurityToken'],
  ])('%s', async (text, code, nativeCode) => {
    for (const status of [500, 200]) {
      service.answer = (response) => void response.writeHead(status).end(text)
      expect(await failure()).toMatchObject({ code, details: { nativeCode } })
    }
  })
})

describe('parts beside the envelope', () => {
  const multipart = (parts: readonly string[], head = ''): void => {
    service.answer = (response) => {
      response.setHeader('content-type', `multipart/related; type="application/xop+xml"; boundary="b-1"${head}`)
      response.end(`${parts.map((part) => `--b-1\r\n${part}\r\n`).join('')}--b-1--\r\n`)
    }
  }
  const root = (records: string): string =>
    `Content-Type: application/xop+xml; charset=utf-8; type="text/xml"\r\nContent-ID: <root>\r\n\r\n${answered(records)}`
  const include = (id: string): string =>
    `<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:${id}"/>`

  test('are put in their places, whatever their order', async () => {
    const part = 'Content-ID: <a@b>\r\nContent-Transfer-Encoding: binary\r\n\r\nbytes'
    multipart([part, root(`<r><id>1</id><name>${include('a%40b')}</name></r>`)], '; start="<root>"')
    expect(await service.ask()).toEqual([['1', Buffer.from('bytes').toString('base64')]])
  })

  test.each([
    ['one that did not come', [root(`<r><id>1</id><name>${include('gone')}</name></r>`)], 'ANSWER_UNREADABLE'],
    ['one without headers', [root(record), 'bytes'], 'ANSWER_UNREADABLE'],
    ['too many of them', [root(record), ...Array.from({ length: 2000 }, () => 'A: b\r\n\r\n')], 'ANSWER_UNREADABLE'],
    [
      'one that is included again and again',
      [
        root(`<r><id>1</id><name>${include('a').repeat(500)}</name></r>`),
        `Content-ID: <a>\r\n\r\n${'x'.repeat(50_000)}`,
      ],
      'ANSWER_TOO_LARGE',
    ],
  ])('%s', async (_title, parts, code) => {
    multipart(parts)
    expect(await failure({ maxAnswerBytes: 1_000_000 })).toMatchObject({ code })
  })

  test('that are cut', async () => {
    service.answer = (response) => {
      response.setHeader('content-type', 'multipart/related; boundary=b-1')
      response.end(`--b-1\r\n${root(record)}\r\n--b-1\r\nA: b\r\n\r\nbyt`)
    }
    expect(await failure()).toMatchObject({ code: 'ANSWER_UNREADABLE' })
  })
})

describe('an operation', () => {
  const submit = askDataset({ submits: true, input: { id: '{id}', text: '{idempotencyKey}' } })
  const call = async (): Promise<unknown> => {
    await using session = await service.open({}, submit)
    const input = [{ name: 'id', type: { name: 'text' as const }, value: '1' }]
    return await session.invoke({ operation: 'people', input, output: [], idempotencyKey: 'k' })
  }

  test.each<[string, RawService['answer']]>([
    ['the line is cut', (_response, { request }) => void request.socket.destroy()],
    ['the answer is cut', (response) => void response.end(answered(record).slice(0, 50))],
    ['a page of a gateway comes', (response) => void response.writeHead(502).end('<html/>')],
    [
      'the server says that it failed',
      (response) => void response.writeHead(500).end(enveloped('<s:Fault><faultcode>s:Server</faultcode></s:Fault>')),
    ],
  ])('whose outcome is not known: %s', async (_title, answer) => {
    service.answer = answer
    await expect(call()).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME' })
    expect(service.received).toHaveLength(1)
  })

  test('that was refused was not done', async () => {
    service.answer = (response) =>
      void response.writeHead(500).end(enveloped('<s:Fault><faultcode>s:Client</faultcode></s:Fault>'))
    await expect(call()).rejects.toMatchObject({ code: 'QUERY_FAILED' })
    expect(service.envelope).toContain('<m:text>k</m:text>')
  })
})
