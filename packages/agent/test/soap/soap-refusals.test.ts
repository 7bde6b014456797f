import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { signRequest } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grant, platform, type RunningDocking } from '../docking/running-docking.ts'
import { namespace, post, question, type Sent, security, soapManifest, startSoapDocking } from './soap-docking.ts'

let docking: RunningDocking
beforeAll(async () => {
  docking = await startSoapDocking()
})
afterAll(() => docking[Symbol.asyncDispose]())

const uri = 'http://schemas.xmlsoap.org/soap/envelope/'
const asked = question({ id: 2 })

function body(content: string, header: string = security(), before = ''): string {
  return `${before}<s:Envelope xmlns:s="${uri}"><s:Header>${header}</s:Header><s:Body>${content}</s:Body></s:Envelope>`
}

const element = `<b:marriageById xmlns:b="${namespace}">${asked}</b:marriageById>`

async function refusal(sent: Sent): Promise<string | undefined> {
  const { code, status, text } = await post(docking, 'marriageById', asked, sent)
  expect([400, 500]).toContain(status)
  expect(text).not.toContain('Row>')
  return code
}

test('a digest holds once', async () => {
  const header = security()
  expect((await post(docking, 'marriageById', asked, { header })).status).toBe(200)
  const again = await post(docking, 'marriageById', asked, { header })
  expect([again.status, again.code]).toEqual([500, 'REQUEST_REPLAYED'])
  const other = await post(docking, 'marriageByValid', question({ valid: true }), { header, version: '1.2' })
  expect([other.status, other.code]).toEqual([400, 'REQUEST_REPLAYED'])
})

test.each([
  ['no header', '', 'CREDENTIALS_MISSING'],
  ['a wrong password', security({ password: 'guess' }), 'CREDENTIALS_INVALID'],
  ['an unknown user', security({ username: 'nobody' }), 'CREDENTIALS_INVALID'],
  ['an old token', security({ created: '2024-01-01T00:00:00Z' }), 'CLOCK_SKEW'],
  ['a token of tomorrow', security({ created: new Date(Date.now() + 86_400_000).toISOString() }), 'CLOCK_SKEW'],
  ['a short nonce', security({ nonce: randomBytes(4) }), 'CREDENTIALS_INVALID'],
  ['two headers', security() + security(), 'ENVELOPE_INVALID'],
  [
    'a header for us that must be understood',
    `${security()}<a:To xmlns:a="urn:a" s:mustUnderstand="1"/>`,
    'HEADER_NOT_UNDERSTOOD',
  ],
  [
    'a signature beside the token',
    security().replace('</wsse:Security>', '<wsse:BinarySecurityToken/></wsse:Security>'),
    'HEADER_NOT_UNDERSTOOD',
  ],
  [
    'a second user name',
    security().replace('<wsse:Password', '<wsse:Username>other</wsse:Username><wsse:Password'),
    'ENVELOPE_INVALID',
  ],
])('%s is refused', async (_title, header, code) => {
  expect(await refusal({ header })).toBe(code)
})

test('a header for another role, and one that need not be understood, are left alone', async () => {
  const header = `${security()}<a:To xmlns:a="urn:a" s:mustUnderstand="1" s:actor="urn:another"/><a:From xmlns:a="urn:a"/>`
  expect((await post(docking, 'marriageById', asked, { header })).status).toBe(200)
})

test('a password in the clear comes from the same machine only, or from behind TLS', async () => {
  expect((await post(docking, 'marriageById', asked, { header: security({ plain: true }) })).status).toBe(200)
  const wrong = await post(docking, 'marriageById', asked, { header: security({ plain: true, password: 'guess' }) })
  expect(wrong.code).toBe('CREDENTIALS_INVALID')
  for (const name of ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip']) {
    const sent = { header: security({ plain: true }), headers: { [name]: '192.0.2.7' } }
    expect((await post(docking, 'marriageById', asked, sent)).code, name).toBe('PASSWORD_UNPROTECTED')
  }
  expect((await post(docking, 'marriageById', asked, { headers: { 'x-forwarded-for': '192.0.2.7' } })).status).toBe(200)
})

test('a gateway of the platform may sign and carry a grant instead', async () => {
  const text = body(element, '')
  const headers = {
    'berth-signature': signRequest(platform, { method: 'POST', path: '/soap', body: text }),
    'berth-grant': grant(),
  }
  expect((await post(docking, '', '', { body: text, headers })).text).toContain('<b:district>西区</b:district>')
  expect((await post(docking, '', '', { body: text, headers })).code).toBe('REQUEST_REPLAYED')
  expect((await post(docking, '', '', { body: text.replace('>2<', '>3<'), headers })).code).toBe('SIGNATURE_INVALID')
  const beside = body(element, security().replace('</wsse:Security>', '<d:Signature xmlns:d="urn:d"/></wsse:Security>'))
  const signature = signRequest(platform, { method: 'POST', path: '/soap', body: beside })
  const answer = await post(docking, '', '', { body: beside, headers: { ...headers, 'berth-signature': signature } })
  expect(answer.code).toBe('HEADER_NOT_UNDERSTOOD')
})

test.each([
  ['not XML', 'hello', 'ENVELOPE_INVALID'],
  ['nothing', '', 'ENVELOPE_INVALID'],
  ['a cut envelope', body(element).slice(0, -10), 'ENVELOPE_INVALID'],
  ['a DOCTYPE', body(element, security(), '<!DOCTYPE s:Envelope>'), 'ENVELOPE_INVALID'],
  [
    'an external entity',
    body(element.replace('>2<', '>&x;<'), security(), '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
    'ENVELOPE_INVALID',
  ],
  ['an entity nobody declared', body(element.replace('>2<', '>&x;<')), 'ENVELOPE_INVALID'],
  [
    'an entity bomb',
    body(
      element,
      security(),
      `<!DOCTYPE s [<!ENTITY a "ha">${'bcdefghi'
        .split('')
        .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefgh'[index]};`.repeat(10)}">`)
        .join('')}]>`,
    ),
    'ENVELOPE_INVALID',
  ],
  ['a processing instruction', body(element, security(), '<?xml-stylesheet href="x"?>'), 'ENVELOPE_INVALID'],
  ['XML 1.1', body(element, security(), '<?xml version="1.1"?>'), 'ENVELOPE_INVALID'],
  ['elements too deep', body('<a>'.repeat(2000) + '</a>'.repeat(2000)), 'ENVELOPE_INVALID'],
  ['too many elements', body(`<a>${'<b/>'.repeat(2000)}</a>`), 'ENVELOPE_INVALID'],
  [
    'too many attributes',
    body(`<a ${Array.from({ length: 100 }, (_, index) => `a${index}=""`).join(' ')}/>`),
    'ENVELOPE_INVALID',
  ],
  ['a long attribute', body(`<a a="${'x'.repeat(5000)}"/>`), 'ENVELOPE_INVALID'],
  ['a long name', body(`<${'x'.repeat(5000)}/>`), 'ENVELOPE_INVALID'],
  ['a text beside elements', body(element.replace('<b:Purpose>', 'x<b:Purpose>')), 'ENVELOPE_INVALID'],
  ['a prefix nobody declared', body('<z:a/>'), 'ENVELOPE_INVALID'],
  ['two elements in the body', body(element + element), 'ENVELOPE_INVALID'],
  ['an empty body', body(''), 'ENVELOPE_INVALID'],
  ['no body', `<s:Envelope xmlns:s="${uri}"/>`, 'ENVELOPE_INVALID'],
  ['two bodies', body(element).replace('<s:Body>', '<s:Body><a/></s:Body><s:Body>'), 'ENVELOPE_INVALID'],
  ['another root', '<a/>', 'ENVELOPE_INVALID'],
  ['another version', body(element).replace(uri, 'urn:soap:3'), 'ENVELOPE_VERSION_UNKNOWN'],
  ['an operation that is none', body(`<b:marriageByNote xmlns:b="${namespace}"/>`), 'OPERATION_UNKNOWN'],
  ['an operation named as its inside', body(`<b:constructor xmlns:b="${namespace}"/>`), 'OPERATION_UNKNOWN'],
  ['an operation of another namespace', body(element.replace(namespace, 'urn:other')), 'OPERATION_UNKNOWN'],
  ['bytes that are no UTF-8', Buffer.from(body(element).replace('>2<', '>é<'), 'latin1'), 'TEXT_UNDECODABLE'],
] as const)('%s is refused', async (_title, sent, code) => {
  expect(await refusal({ body: sent })).toBe(code)
})

test.each([
  ['nothing', '', 'PARAMETER_MISSING'],
  ['no purpose', asked.replace(/<b:Purpose>.*<\/b:Purpose>/, ''), 'PARAMETER_MISSING'],
  ['no value', question({}), 'PARAMETER_MISSING'],
  [
    'nil',
    `<b:Purpose>housing-loan</b:Purpose><b:id xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>`,
    'PARAMETER_INVALID',
  ],
  ['a value twice', asked + question({ id: 3 }).replace(/<b:Purpose>.*<\/b:Purpose>/, ''), 'PARAMETER_INVALID'],
  ['another item', question({ id: 2, note: 'x' }), 'PARAMETER_UNKNOWN'],
  ['no namespace', asked.replaceAll('b:', ''), 'PARAMETER_INVALID'],
  ['an element as value', asked.replace('>2<', '><b:a/><'), 'PARAMETER_INVALID'],
])('a question with %s is refused', async (_title, content, code) => {
  expect((await post(docking, 'marriageById', content)).code).toBe(code)
})

test.each([
  ['the SOAPAction of another operation', { soapaction: `"${namespace}#marriageByValid"` }, 'PARAMETER_INVALID'],
  ['another media type', { 'content-type': 'application/json' }, 'PARAMETER_INVALID'],
  ['a packed body', { 'content-encoding': 'gzip' }, 'PARAMETER_INVALID'],
  ['a charset nobody knows', { 'content-type': 'text/xml; charset=x-unknown' }, 'CHARSET_UNKNOWN'],
])('%s is refused', async (_title, headers, code) => {
  expect(await refusal({ headers })).toBe(code)
})

test('SOAPAction may be missing, empty, or that of the operation', async () => {
  for (const soapaction of ['""', `"${namespace}#marriageById"`, `${namespace}#marriageById`]) {
    expect((await post(docking, 'marriageById', asked, { headers: { soapaction } })).status).toBe(200)
  }
  const type = `application/soap+xml; charset=utf-8; action="${namespace}#marriageByValid"`
  const { code } = await post(docking, 'marriageById', asked, { version: '1.2', headers: { 'content-type': type } })
  expect(code).toBe('PARAMETER_INVALID')
})

test('a body that is too large is refused before it is read', async () => {
  expect(await refusal({ body: body(element + ' '.repeat(400_000)) })).toBe('REQUEST_TOO_LARGE')
})

test('a body that comes a byte at a time is given up', { timeout: 20_000 }, async () => {
  await using slow = await startSoapDocking({}, { requestTimeoutMs: 1000 })
  const { port } = new URL(slow.agent.address)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('POST /soap HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n<')
  const drip = setInterval(() => socket.write(' '), 50)
  const started = performance.now()
  await new Promise((resolve) => socket.once('close', resolve).resume())
  clearInterval(drip)
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('a fault says whose it is, why, and what next, in both languages, and holds no value', async () => {
  const one = await post(docking, 'marriageById', question({ id: '<&4711' }), { headers: { 'accept-language': 'en' } })
  expect([one.status, one.type]).toEqual([500, 'text/xml; charset=utf-8'])
  expect(one.text).toContain('<faultcode>s:Client</faultcode><faultstring xml:lang="en">PARAMETER_INVALID: ')
  expect(one.text).toMatch(
    /<b:Message language="zh">参数 id .*<b:Next language="zh">按接口.*<b:Next language="en">correct it/,
  )
  expect(one.text).not.toContain('4711')
  const two = await post(docking, 'marriageById', question({ id: 'x' }), { version: '1.2' })
  expect([two.status, two.type]).toEqual([400, 'application/soap+xml; charset=utf-8'])
  expect(two.text).toContain('<s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="zh">')
})

test('the place of a fault in the envelope is told', async () => {
  const { text } = await post(docking, '', '', { body: '<a>\n  <b>\n</a>' })
  expect(text).toMatch(/line 3, column \d+: not well-formed XML/)
})

test('one that guesses is stopped, and the right password with it; others are not', async () => {
  await using fresh = await startSoapDocking({ 'housing-fund': [grant()], other: [] })
  const guess = { header: '' }
  for (let count = 0; count < 10; count++) {
    guess.header = security({ password: `guess ${count}` })
    expect((await post(fresh, 'marriageById', asked, guess)).code).toBe('CREDENTIALS_INVALID')
  }
  const blocked = await post(fresh, 'marriageById', asked)
  expect([blocked.status, blocked.code]).toEqual([500, 'CREDENTIALS_BLOCKED'])
  expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
  const other = await post(fresh, 'marriageById', asked, { header: security({ username: 'other' }) })
  expect(other.code).toBe('GRANT_MISSING')
  const lines = fresh.log.join('')
  expect(lines.match(/"refused"/g)?.length).toBe(12)
  expect(lines).toContain('CREDENTIALS_BLOCKED')
  expect(lines).not.toMatch(/guess \d|<口令>/)
})

test('without soap in the manifest there is no such service', async () => {
  const { soap: _soap, ...manifest } = soapManifest
  await using plain = await startSoapDocking({ 'housing-fund': [grant()] }, { manifest })
  expect((await plain.get('/soap?wsdl')).status).toBe(404)
  expect((await post(plain, 'marriageById', asked)).status).toBe(404)
})
