import { get } from 'node:http'
import type { DockingManifest, Resource } from '@berth/manifest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wsdlDocument } from '../../src/index.ts'
import { soapOperations } from '../../src/soap/soap-operations.ts'
import { readXml } from '../../src/soap/xml-element.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import type { RunningDocking } from '../docking/running-docking.ts'
import { testItem } from '../plan/test-item.ts'
import { soapManifest, startSoapDocking } from './soap-docking.ts'

let docking: RunningDocking
beforeAll(async () => {
  docking = await startSoapDocking()
})
afterAll(() => docking[Symbol.asyncDispose]())

const address = 'http://127.0.0.1:8470/soap'

test('the same manifest and address give the same bytes, and the agent serves them', async () => {
  const served = await docking.get('/soap?wsdl')
  expect(served.headers.get('content-type')).toBe('text/xml; charset=utf-8')
  expect(served.text).toBe(wsdlDocument(structuredClone(soapManifest), `${docking.agent.address}/soap`))
  expect((await docking.get('/soap?WSDL')).text).toBe(served.text)
  expect((await docking.get('/soap')).status).toBe(404)
})

test('it is made once, however often and at whatever address it is asked for', async () => {
  let made = 0
  const { system: described } = soapManifest
  const title = {
    get zh() {
      made++
      return described.title.zh
    },
  }
  const manifest = { ...soapManifest, system: { ...described, title } }
  await using fresh = await startSoapDocking({}, { manifest })
  expect((await fresh.get('/soap?wsdl')).status).toBe(200)
  const after = made
  expect(await addressFor(fresh, 'docking.example')).toBe('http://docking.example/soap')
  expect(await addressFor(fresh, 'other.example')).toBe('http://other.example/soap')
  expect(made).toBe(after)
})

test('it has an operation for each way of asking, and nothing of drafts, withheld exits, tables and columns', () => {
  const text = wsdlDocument(soapManifest, address)
  const operations = soapOperations(soapManifest).map(({ name }) => name)
  expect(operations.slice(0, 4)).toEqual([
    'marriageByHusbandId',
    'marriageByDistrictAndRegisteredOn',
    'marriageById',
    'marriageByValid',
  ])
  for (const name of operations) expect(text.match(new RegExp(`<wsdl:operation name="${name}">`, 'g'))).toHaveLength(3)
  expect(operations.some((name) => /^(?:draft|closed)/.test(name))).toBe(false)
  expect(text).not.toMatch(/T_HYDJ|NF_SFZH|T_KINDS/)
  expect(text).toContain('<xsd:maxLength value="18"/>')
  expect(text).toContain('<xsd:enumeration value="housing-loan"/>')
  expect(text).toContain('各种类型 &lt;&amp;&gt; 的数据')
})

test('titles cannot break it', () => {
  const title = { zh: '"]]><x>\u0000\u0008&\ud800' }
  const { marriage } = marriageManifest.resources
  const items = marriage?.items.map((item) => ({ ...item, title, semantics: title })) ?? []
  const resource = { ...marriage, title, summary: title, items } as Resource
  const hostile: DockingManifest = {
    ...marriageManifest,
    system: { ...marriageManifest.system, title },
    resources: { marriage: resource },
  }
  expect(readXml(wsdlDocument(hostile, 'http://a/?a=1&b="<')).local).toBe('definitions')
})

test('names that run together are told by the ids as they are', () => {
  const resource = (id: string, by: string[][]): Resource => ({
    ...(marriageManifest.resources['marriage'] as Resource),
    id,
    items: [...new Set(by.flat())].map((item) => testItem(item, 'text')),
    provide: { parameter: { by, limit: 1, offline: 'reject' } },
  })
  const resources = {
    'a-b': resource('a-b', [['c']]),
    aB: resource('aB', [['c'], ['d', 'e'], ['dAndE']]),
    x: resource('x', [['a'], ['aResponse'], ['y.z']]),
  }
  const names = soapOperations({ ...marriageManifest, resources }).map(({ name }) => name)
  expect(names).toEqual(['a-b_c_', 'aB_c_', 'aB_d_e_', 'aB_dAndE_', 'x_a_', 'x_aResponse_', 'xByYZ'])
  const elements = names.flatMap((name) => [name, `${name}Response`])
  expect(new Set(elements).size).toBe(elements.length)
})

async function addressFor(agent: RunningDocking, host: string): Promise<string | undefined> {
  const { port } = new URL(agent.agent.address)
  const text = await new Promise<string>((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', path: '/soap?wsdl', headers: { host } }, (response) => {
      let whole = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        whole += part
      })
      response.on('end', () => resolve(whole))
    })
    request.on('error', reject)
  })
  return /location="([^"]*)"/.exec(text)?.[1]
}

test('the address is that of the request, unless it is none, or that of the manifest', async () => {
  expect(await addressFor(docking, 'docking.example:81')).toBe('http://docking.example:81/soap')
  expect(await addressFor(docking, '[::1]:81')).toBe('http://[::1]:81/soap')
  for (const host of ['a"/><x y="', 'a/b', 'a b', 'user@a', 'a?b', '']) {
    expect(await addressFor(docking, host), host).toBe(`${docking.agent.address}/soap`)
  }
  const soap = { behindTls: true, consumers: {} }
  await using behind = await startSoapDocking({}, { manifest: { ...soapManifest, soap } })
  expect(await addressFor(behind, 'docking.example')).toBe('https://docking.example/soap')
  const url = 'https://soap.example/berth?a=1&b=2'
  await using fixed = await startSoapDocking({}, { manifest: { ...soapManifest, soap: { ...soap, url } } })
  expect(await addressFor(fixed, 'docking.example')).toBe('https://soap.example/berth?a=1&amp;b=2')
})
