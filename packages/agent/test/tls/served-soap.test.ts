import { expect, test } from 'vitest'
import { grant } from '../docking/running-docking.ts'
import { namespace, question, security, soapManifest, startSoapDocking } from '../soap/soap-docking.ts'
import { Authority, call, type Issued, type TlsAnswer } from './authority.ts'

const uri = 'http://schemas.xmlsoap.org/soap/envelope/'

test('a consumer of SOAP logs in over its own certificate, and is told by a fault over another', async () => {
  using authority = new Authority()
  const server = authority.issue('agent', { usage: 'serverAuth' })
  const clients = { authorities: authority.file, callers: {} }
  const manifest = { ...soapManifest, serve: { tls: { ...server, clients } } }
  await using docking = await startSoapDocking({ 'housing-fund': [grant()] }, { manifest })
  const ask = (own: Issued | undefined): Promise<TlsAnswer> => {
    const element = `<b:marriageById xmlns:b="${namespace}">${question({ id: 2 })}</b:marriageById>`
    const body = `<s:Envelope xmlns:s="${uri}"><s:Header>${security()}</s:Header><s:Body>${element}</s:Body></s:Envelope>`
    const headers = { 'content-type': 'text/xml; charset=utf-8' }
    return call(`${docking.agent.address}/soap`, { authority, own, headers, body })
  }
  const own = authority.issue('housing-fund')
  const answered = await ask(own)
  expect([answered.status, answered.text]).toEqual([200, expect.stringContaining('Row>')])
  for (const [shown, code] of [
    [authority.issue('platform'), 'CLIENT_CERTIFICATE_FOREIGN'],
    [undefined, 'CLIENT_CERTIFICATE_REFUSED'],
  ] as const) {
    const { text } = await ask(shown)
    expect(text).toContain(`<b:Code>${code}</b:Code>`)
    expect(text).not.toContain('Row>')
  }
  const { text } = await call(`${docking.agent.address}/soap?wsdl`, { authority, own })
  expect(text).toContain('location="https://127.0.0.1')
})
