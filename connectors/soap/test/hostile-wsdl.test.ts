import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BerthError, openSession } from '@berth/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connector } from '../src/index.ts'
import { RawService } from './raw-service.ts'

const head = '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" targetNamespace="urn:t">'
const port = (address: string): string =>
  `<portType name="P"/><binding name="B" type="t:P"/><service name="S"><port name="P" binding="t:B"><a:address xmlns:a="http://schemas.xmlsoap.org/wsdl/soap/" location="${address}"/></port></service>`

async function failure(wsdl: string, options: Readonly<Record<string, unknown>> = {}): Promise<BerthError> {
  const error: unknown = await openSession(connector, { wsdl, ...options }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(BerthError)
  expect(`${(error as Error).message} ${JSON.stringify(error)}`).not.toContain('CANARY')
  return error as BerthError
}

describe('a WSDL of a service', () => {
  let service: RawService
  beforeEach(async () => {
    service = await RawService.start()
  })
  afterEach(() => service[Symbol.asyncDispose]())

  const serve = (documents: Readonly<Record<string, string>>): void => {
    service.document = (url) => {
      const text = documents[url.split('/').at(-1) ?? '']
      return text === undefined ? { status: 404, text: '<html>CANARY</html>' } : { text }
    }
  }
  const wsdl = (): string => service.url.replace(/s$/, 'a.wsdl')

  test.each([
    ['an HTML page', '<html><body>CANARY</body></html>', /root element is html/],
    ['a page that is no XML', '<html><br></html>', /it is not well-formed XML \(line 1,/],
    ['a schema', '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>', /root element is schema/],
    ['nothing', '', /it is/],
    ['a document type', `<!DOCTYPE a SYSTEM "http://127.0.0.1/CANARY">${head}</definitions>`, /DOCTYPE/],
    ['an entity bomb', `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${head}&b;</definitions>`, /DOCTYPE/],
    ['nesting without end', `${head}${'<x>'.repeat(5000)}`, /nested deeper than 100/],
    ['no port', `${head}</definitions>`, /no port for SOAP/],
    [
      'a binding that is nowhere',
      `${head}${port('http://127.0.0.1/').replace('<binding name="B" type="t:P"/>', '')}</definitions>`,
      /there is no binding B/,
    ],
  ])('%s', async (_title, text, problem) => {
    serve({ 'a.wsdl': text })
    const error = await failure(wsdl())
    expect(error.code).toBe('WSDL_INVALID')
    expect(error.message).toMatch(problem)
  })

  test('that imports itself, and others in a circle, is read once each', async () => {
    let asked = 0
    const text = `${head}<import namespace="urn:t" location="a.wsdl#again"/><import namespace="urn:t" location="./a.wsdl"/><import namespace="urn:t" location="b.wsdl"/></definitions>`
    service.document = (url) => {
      asked += 1
      return { text: url.endsWith('a.wsdl') ? text : text.replaceAll('b.wsdl', 'a.wsdl') }
    }
    expect(await failure(wsdl())).toMatchObject({ details: { problem: 'wsdl-port' } })
    expect(asked).toBe(2)
  })

  test('that imports 1,000 others, or one after the other for ever', async () => {
    const many = Array.from(
      { length: 1000 },
      (_, index) => `<import namespace="urn:${index}" location="${index}.wsdl"/>`,
    )
    serve({ 'a.wsdl': `${head}${many.join('')}</definitions>` })
    expect(await failure(wsdl())).toMatchObject({ details: { problem: 'wsdl-imports', maximum: 100 } })
    let count = 0
    service.document = () => ({
      text: `${head}<import namespace="urn:t" location="next${++count}.wsdl"/></definitions>`,
    })
    expect(await failure(wsdl())).toMatchObject({ details: { problem: 'wsdl-imports', maximum: 100 } })
    expect(count).toBe(100)
  })

  test.each([
    ['a file', 'file:///etc/passwd', 'HOST_NOT_ALLOWED'],
    ['another host', 'http://169.254.169.254/latest/meta-data', 'HOST_NOT_ALLOWED'],
    ['another port', 'http://127.0.0.1:1/x', 'HOST_NOT_ALLOWED'],
    ['no address', 'http://', 'WSDL_INVALID'],
  ])('that imports from %s', async (_title, location, code) => {
    serve({ 'a.wsdl': `${head}<import namespace="urn:t" location="${location}"/></definitions>` })
    const error = await failure(wsdl())
    expect(error.code).toBe(location.startsWith('file') ? 'WSDL_INVALID' : code)
  })

  test('that is too long, and one that drips', async () => {
    serve({ 'a.wsdl': `${head}<documentation>${'CANARY'.repeat(50_000)}</documentation></definitions>` })
    expect(await failure(wsdl(), { maxAnswerBytes: 100_000 })).toMatchObject({ code: 'ANSWER_TOO_LARGE' })
    const dripping = createServer((_request, response) => {
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    })
    await new Promise<void>((resolve) => dripping.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(dripping.address() as AddressInfo).port}/`
    await expect(openSession(connector, { wsdl: url }, { connectTimeoutMs: 300 })).rejects.toMatchObject({
      code: 'CONNECT_TIMEOUT',
    })
    await expect
      .poll(() => new Promise((resolve) => dripping.getConnections((_error, count) => resolve(count))))
      .toBe(0)
    dripping.close()
  })

  test('whose service is on another host is asked there only where that is allowed', async () => {
    const original = service.document('').text
    service.document = () => ({ text: original.replace(/127\.0\.0\.1:\d+/, 'localhost:1') })
    await expect(service.ask()).rejects.toMatchObject({ code: 'HOST_NOT_ALLOWED', details: { host: 'localhost' } })
    await expect(service.ask({ allowedHosts: 'localhost:1' })).rejects.toMatchObject({ code: 'CONNECT_REFUSED' })
    const { origin } = new URL(service.url)
    expect(await service.ask({ url: origin })).toEqual([])
    expect(await service.ask({ url: `${origin}/elsewhere` })).toEqual([])
    expect(service.received.map(({ request }) => request.url)).toEqual(['/s', '/elsewhere'])
  })
})

describe('a WSDL in a file', () => {
  let folder: string
  const main = (): string => path.join(folder, 'docking', 'a.wsdl')
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'berth-wsdl-'))
    mkdirSync(path.join(folder, 'docking', 'inner'), { recursive: true })
    writeFileSync(path.join(folder, 'secret.xsd'), '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>')
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const importing = (location: string): void =>
    writeFileSync(main(), `${head}<import namespace="urn:t" location="${location}"/></definitions>`)

  test.each([
    ['outside', '../secret.xsd', 'wsdl-outside'],
    ['outside by its whole path', 'file:///etc/passwd', 'wsdl-outside'],
    ['outside by a link', 'inner/link.xsd', 'wsdl-outside'],
    ['nowhere', 'gone.xsd', 'wsdl-missing'],
    ['on a host', 'http://127.0.0.1:1/x.xsd', 'wsdl-import-elsewhere'],
    ['on a share', 'file://server/x.xsd', 'wsdl-import-elsewhere'],
  ])('that imports from %s', async (_title, location, problem) => {
    symlinkSync(path.join(folder, 'secret.xsd'), path.join(folder, 'docking', 'inner', 'link.xsd'))
    importing(location)
    expect(await failure(main())).toMatchObject({ code: 'WSDL_INVALID', details: { problem } })
  })

  test('that is not there, and one that is a folder', async () => {
    expect(await failure(path.join(folder, 'none.wsdl'))).toMatchObject({
      details: { problem: 'wsdl-missing' },
    })
    expect(await failure(folder)).toMatchObject({ code: 'WSDL_INVALID', details: { problem: 'wsdl-no-file' } })
  })

  test('in another charset', async () => {
    const text = `<?xml version="1.0" encoding="GBK"?>${head}<documentation>\xce\xc4</documentation></definitions>`
    writeFileSync(main(), text, 'latin1')
    expect(await failure(main())).toMatchObject({ details: { problem: 'wsdl-port' } })
  })

  test.each(['ftp://127.0.0.1/', 'javascript:1', ''])('whose port is at %j', async (address) => {
    writeFileSync(main(), `${head}${port(address)}</definitions>`)
    expect(await failure(main())).toMatchObject({ code: 'WSDL_INVALID' })
  })
})
