import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PlatformClient } from '@berth/agent'
import { Secret } from '@berth/core'
import { type RunningPlatform, startPlatform } from '@berth/platform'
import { generateKey, usernameToken } from '@berth/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { berth, jsonOf } from '../berth.ts'
import { citizenNumber } from '../legacy-database.ts'
import { edit, newDocking, reviewed } from './docking.ts'

let folder = ''
let platform: RunningPlatform
const password = 'agreed by letter'

beforeAll(async () => {
  platform = await startPlatform()
  folder = await newDocking(50)
  await berth(['discover', '--tables', 'T_HYDJ'], { cwd: folder })
  const added = `platform: { url: "${platform.url}" }
soap:
  consumers:
    old-portal: { password: "\${secret:OLD_PORTAL}", grants: [grants/old-portal.jwt] }

connections:`
  await edit(folder, [...reviewed, ['connections:', added]])
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})

function envelope(given: string): string {
  const token = usernameToken({
    username: 'old-portal',
    password: new Secret(given),
    created: Date.now(),
    nonce: randomBytes(16),
  })
  const profile = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-'
  const header = `<w:Security xmlns:w="${profile}wssecurity-secext-1.0.xsd"><w:UsernameToken><w:Username>${token.username}</w:Username><w:Password Type="${token.passwordType}">${token.password}</w:Password><w:Nonce>${token.nonce}</w:Nonce><u:Created xmlns:u="${profile}wssecurity-utility-1.0.xsd">${token.created}</u:Created></w:UsernameToken></w:Security>`
  const body = `<hydjByNfSfzh xmlns="urn:berth:soap:civil.marriage"><Purpose>housing-loan</Purpose><nfSfzh>${citizenNumber(7)}</nfSfzh></hydjByNfSfzh>`
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
}

async function ask(address: string, given: string): Promise<string> {
  const headers = { 'content-type': 'text/xml; charset=utf-8' }
  return await (await fetch(`${address}/soap`, { method: 'POST', headers, body: envelope(given) })).text()
}

describe('a docking that serves SOAP', () => {
  it('prints its WSDL', async () => {
    const ran = await berth(['wsdl', '--url', 'https://docking.example/soap'], { cwd: folder })
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(ran.out).toContain('<soap11:address location="https://docking.example/soap"/>')
    expect(ran.out).toContain('<wsdl:operation name="hydjByNfSfzh">')
    const bare = await berth(['wsdl', '--url', 'docking.example/soap', '--json'], { cwd: folder })
    expect(jsonOf(bare)).toMatchObject({ error: { code: 'PARAMETER_INVALID', details: { parameter: '--url' } } })
    const plain = await berth(['wsdl', '--json'], { cwd: folder })
    expect(jsonOf(plain)).toMatchObject({
      system: 'civil.marriage',
      wsdl: expect.stringContaining('http://127.0.0.1:8470/soap'),
    })
  })

  it('does not start where a password is missing', async () => {
    await enrol()
    const ran = await berth(['start', '--port', '0', '--json'], { cwd: folder })
    expect(ran.code).toBe(3)
    expect(jsonOf(ran)).toMatchObject({ error: { code: 'SECRET_MISSING' } })
  })

  it('answers who logs in, as long as the grant is there', async () => {
    const { token } = await granted()
    await mkdir(join(folder, 'grants'))
    const file = join(folder, 'grants', 'old-portal.jwt')
    const stop = new AbortController()
    let ready: (address: string) => void = () => undefined
    const up = new Promise<string>((resolve) => {
      ready = resolve
    })
    const ended = berth(['start', '--port', '0', '--json'], {
      cwd: folder,
      environment: { BERTH_SECRET_OLD_PORTAL: password },
      stop: stop.signal,
      watchOut: (out) => {
        if (out.trimEnd().endsWith('}')) ready((JSON.parse(out) as { address: string }).address)
      },
    })
    const address = await Promise.race([up, ended.then((ran) => Promise.reject(new Error(ran.out + ran.err)))])
    expect(await ask(address, password)).toContain('<b:Code>GRANT_MISSING</b:Code>')
    await writeFile(file, `${token}\n`)
    const answer = await ask(address, password)
    expect(answer).toContain(`<b:nfSfzh>${citizenNumber(7)}</b:nfSfzh>`)
    expect(answer).toContain('<b:Reason>NOT_GRANTED</b:Reason>')
    expect(await ask(address, 'guess')).toContain('<b:Code>CREDENTIALS_INVALID</b:Code>')
    await rm(file)
    expect(await ask(address, password)).toContain('<b:Code>GRANT_MISSING</b:Code>')
    stop.abort()
    const ran = await ended
    expect(ran.code).toBe(0)
    expect(ran.err).not.toContain(password)
    const shown = await berth(['receipts', 'verify', '--json'], { cwd: folder })
    expect(jsonOf(shown)).toMatchObject({ ok: true, count: 3 })
  })
})

async function enrol(): Promise<void> {
  const { code } = await platform.administer.createEnrolmentCode({
    kind: 'system',
    id: 'civil.marriage',
    title: '婚姻登记系统',
  })
  const ran = await berth(['publish', '--code', code, '--json'], { cwd: folder })
  expect(ran.code, ran.err).toBe(0)
}

/** The old portal is a consumer like any other to the platform; its key stays with whoever enrols it. */
async function granted(): Promise<{ readonly token: string }> {
  const consumer = generateKey('old-portal')
  const { code } = await platform.administer.createEnrolmentCode({
    kind: 'consumer',
    id: consumer.id,
    title: '旧门户',
    clearance: 3,
  })
  await new PlatformClient({ url: platform.url, key: consumer }).enrol(code)
  return await platform.administer.issueGrant({
    consumer: consumer.id,
    resource: 'civil.marriage/hydj',
    items: ['nfSfzh', 'djrq'],
    clearance: 3,
    purpose: 'housing-loan',
  })
}
