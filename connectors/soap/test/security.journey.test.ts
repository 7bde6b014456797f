import { Secret } from '@berth/core'
import { gatewayDialect, MemoryReplayStore, verifyFor, verifyUsernameToken } from '@berth/trust'
import { DOMParser } from '@xmldom/xmldom'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Certificate, Certificates } from './certificates.ts'
import { answered, askDataset, RawService } from './raw-service.ts'

const certificates = new Certificates()
let server: Certificate
let client: Certificate
beforeAll(() => {
  server = certificates.make('server')
  client = certificates.make('client')
})
afterAll(() => certificates[Symbol.dispose]())

const password = new Secret('口令 & <pass>')
const login = { user: '用户 & "u"', password }

function texts(envelope: string): Record<string, string> {
  const document = new DOMParser().parseFromString(envelope, 'text/xml')
  const found: Record<string, string> = {}
  for (const element of Array.from(document.getElementsByTagName('*'))) {
    const type = element.getAttribute('Type') ?? element.getAttribute('EncodingType')
    found[element.localName ?? ''] = element.textContent ?? ''
    if (type !== null) found[`${element.localName} type`] = type
  }
  return found
}

describe('over a plain line', () => {
  let service: RawService
  beforeEach(async () => {
    service = await RawService.start()
  })
  afterEach(() => service[Symbol.asyncDispose]())

  test('a UsernameToken carries a digest, and a new one each time, also when a service was too busy', async () => {
    await service.ask({ wsSecurity: 'password-digest', ...login })
    service.answer = (response) =>
      service.received.length === 2
        ? void response.writeHead(503, { 'retry-after': '0' }).end()
        : void response.end(answered(''))
    await service.ask({ wsSecurity: 'password-digest', ...login })
    const replay = new MemoryReplayStore()
    for (const { body } of service.received) {
      const found = texts(body.toString())
      expect(body.toString()).not.toContain(password.reveal())
      const token = {
        username: found['Username'] ?? '',
        password: found['Password'] ?? '',
        passwordType: found['Password type'],
        nonce: found['Nonce'],
        nonceEncoding: found['Nonce type'],
        created: found['Created'],
      }
      const options = { passwordOf: () => password, now: Date.now(), replay }
      expect(await verifyUsernameToken(token, options)).toEqual({ username: login.user })
    }
    expect(service.received).toHaveLength(3)
  })

  test('the password itself is not sent', async () => {
    await expect(service.ask({ wsSecurity: 'password-text', ...login })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      details: { option: 'wsSecurity' },
    })
    expect(service.received).toEqual([])
  })

  test.each([
    [{ wsSecurity: 'password-digest', password }, 'user'],
    [{ wsSecurity: 'password-digest', user: 'u' }, 'password'],
    [{ wsSecurity: 'certificate' }, 'signingCertificateFile'],
    [{ wsSecurity: 'certificate', signingCertificateFile: 'x' }, 'signingKey'],
  ])('what %j lacks is named', async (options, option) => {
    await expect(service.ask(options)).rejects.toMatchObject({ code: 'OPTION_MISSING', details: { option } })
  })

  test('a header of its own takes the login from the options', async () => {
    const header = {
      namespace: 'urn:auth',
      element: 'AuthHeader',
      content: { UserName: '{$user}', 'Inner/Password': '{$password}' },
    }
    await service.ask(login, askDataset({ header }))
    expect(service.envelope).toContain('<soap:Header><m:AuthHeader xmlns:m="urn:auth">')
    expect(texts(service.envelope)).toMatchObject({ UserName: login.user, Password: password.reveal() })
  })

  test('basic authentication and the signature of a gateway go in headers', async () => {
    const gateway = { gateway: 'x-tif', gatewayId: 'id-1', gatewaySecret: new Secret('s-1') }
    await service.ask({ authentication: 'basic', user: 'u', password: new Secret('p'), ...gateway })
    const [received] = service.received
    expect(received?.headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`)
    const verified = await verifyFor(
      gatewayDialect('x-tif'),
      { method: 'POST', path: '/s', query: [], headers: received?.headers ?? {} },
      { secretOf: () => new Secret('s-1'), now: Date.now(), replay: new MemoryReplayStore() },
    )
    expect(verified).toMatchObject({ id: 'id-1' })
  })

  test('no secret is printed', async () => {
    await using session = await service.open({ wsSecurity: 'password-digest', ...login })
    expect(JSON.stringify(session)).not.toContain(password.reveal())
    service.answer = (response) => void response.end(`<html>${password.reveal()}</html>`)
    const request = { dataset: 'people', by: ['id'], keys: [['1']], columns: [{ name: 'id' }], limit: 1 }
    const error = await session.lookup(request).catch((caught: unknown) => caught)
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(password.reveal())
  })
})

describe('over TLS', () => {
  let service: RawService
  beforeEach(async () => {
    service = await RawService.start({
      key: server.key.reveal(),
      cert: server.certificate,
      ca: client.certificate,
      requestCert: true,
      rejectUnauthorized: false,
    })
  })
  afterEach(() => service[Symbol.asyncDispose]())

  test('the certificate of the service is verified', async () => {
    await expect(service.ask()).rejects.toMatchObject({ code: 'CERTIFICATE_REFUSED' })
    expect(await service.ask({ caFile: server.certificateFile })).toEqual([])
  })

  test('the client shows its own', async () => {
    const shown: boolean[] = []
    service.answer = (response, { request }) => {
      shown.push((request.socket as unknown as { readonly authorized: boolean }).authorized)
      response.end(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><askResponse xmlns="urn:q"/></s:Body></s:Envelope>',
      )
    }
    await service.ask({ caFile: server.certificateFile })
    await service.ask({
      caFile: server.certificateFile,
      certificateFile: client.certificateFile,
      keyFile: client.keyFile,
    })
    expect(shown).toEqual([false, true])
  })

  test('the password itself may be sent', async () => {
    await service.ask({ caFile: server.certificateFile, wsSecurity: 'password-text', ...login })
    expect(texts(service.envelope)).toMatchObject({
      Username: login.user,
      Password: password.reveal(),
      'Password type': expect.stringMatching(/#PasswordText$/),
    })
  })

  test('a port without TLS is not asked after a WSDL with it', async () => {
    const original = service.document('').text
    service.document = () => ({ text: original.replace('https:', 'http:') })
    await expect(service.ask({ caFile: server.certificateFile })).rejects.toMatchObject({ code: 'WSDL_INVALID' })
    service.document = (url) => ({
      text: url.includes('.xsd')
        ? original
        : original.replace(
            '<types>',
            `<import location="${service.url.replace('https', 'http')}.xsd" namespace="urn:x"/><types>`,
          ),
    })
    await expect(service.ask({ caFile: server.certificateFile })).rejects.toMatchObject({ code: 'WSDL_INVALID' })
  })
})
