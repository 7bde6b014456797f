import { createHash, randomBytes } from 'node:crypto'
import { type MemoryTable, memory } from '@berth/connector-memory'
import { type Column, Secret } from '@berth/core'
import type { DockingManifest, Resource } from '@berth/manifest'
import type { StartAgentOptions } from '../../src/index.ts'
import type { SoapLogin } from '../../src/soap/soap-logins.ts'
import { readXml, type XmlElement } from '../../src/soap/xml-element.ts'
import { marriageManifest } from '../docking/marriage-manifest.ts'
import { marriageTables } from '../docking/marriage-tables.ts'
import { grant, opener, RunningDocking } from '../docking/running-docking.ts'
import { testItem, type } from '../plan/test-item.ts'

export const password = 'p&ss <口令> word'
export const system = 'civil-affairs.marriage'
export const namespace = `urn:berth:soap:${system}`

const notations: Readonly<Record<string, string>> = {
  id: 'integer',
  words: 'text(40)',
  big: 'int64',
  amount: 'decimal(12,2)',
  ratio: 'double',
  open: 'boolean',
  day: 'date',
  hour: 'time',
  local: 'datetime',
  moment: 'instant',
  picture: 'binary(16)',
  document: 'json',
}

/** A value of every logical type, and a row with nothing but its key. */
const kindsTable: MemoryTable = {
  name: 'T_KINDS',
  kind: 'table',
  key: ['ID'],
  columns: Object.entries(notations).map(
    ([id, notation]): Column => ({
      name: id.toUpperCase(),
      nativeType: notation,
      type: type(notation),
      nullable: id !== 'id',
    }),
  ),
  rows: [
    [
      1,
      '  张三 & <李四> "𠮷"\r\n]]>',
      '9223372036854775807',
      '-1234567890.10',
      0.1,
      true,
      '2024-02-29',
      '23:59:59.123456789',
      '2024-02-29T08:30:00',
      '2024-02-29T00:30:00.5Z',
      new Uint8Array([0, 255, 16]),
      '{"a":[1,"二"]}',
    ],
    [2, ...Array.from({ length: 11 }, () => null)],
    [3, 'bell \u0007', ...Array.from({ length: 10 }, () => null)],
    [
      4,
      '',
      '-9223372036854775808',
      '0.00',
      1e21,
      false,
      '0001-01-01',
      '00:00:00',
      '9999-12-31T23:59:59',
      '1970-01-01T00:00:00Z',
      new Uint8Array(),
      '[]',
    ],
  ],
}

const kinds: Resource = {
  id: 'all-kinds',
  title: { zh: '各种类型 <&> 的数据', en: 'All kinds' },
  draft: false,
  sharing: { type: 'unconditional', purposes: [] },
  update: { cycle: 'daily' },
  from: { connection: 'registry', dataset: 'T_KINDS', key: ['ID'] },
  items: Object.entries(notations).map(([id, notation]) =>
    testItem(id, notation, { title: { zh: `数据项 ${id}` }, required: id === 'id', trim: false }),
  ),
  provide: { parameter: { by: Object.keys(notations).map((id) => [id]), limit: 5, offline: 'reject' } },
}

export const soapManifest: DockingManifest = {
  ...marriageManifest,
  resources: { ...marriageManifest.resources, 'all-kinds': kinds },
  soap: { behindTls: false, consumers: {} },
}

export const kindsGrant = (): string =>
  grant({ id: 'grant-kinds', resource: `${system}/all-kinds`, items: Object.keys(notations) })

/** Logins of consumers, each with the grants given. */
export function logins(consumers: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, SoapLogin> {
  return new Map(
    Object.entries(consumers).map(([name, grants]) => [name, { password: new Secret(password), grants: () => grants }]),
  )
}

export async function startSoapDocking(
  consumers: Readonly<Record<string, readonly string[]>> = { 'housing-fund': [grant(), kindsGrant()] },
  options: Partial<StartAgentOptions> = {},
): Promise<RunningDocking> {
  const { marriages, applications } = marriageTables()
  return await RunningDocking.start({
    manifest: soapManifest,
    openConnection: opener(memory([marriages, applications, kindsTable])),
    soapLogins: logins(consumers),
    ...options,
  })
}

const envelopes = {
  '1.1': { uri: 'http://schemas.xmlsoap.org/soap/envelope/', type: 'text/xml; charset=utf-8' },
  '1.2': { uri: 'http://www.w3.org/2003/05/soap-envelope', type: 'application/soap+xml; charset=utf-8' },
} as const

export interface Login {
  readonly username?: string
  readonly password?: string
  readonly created?: string
  readonly nonce?: Buffer
  readonly plain?: boolean
}

const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'
const profile = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0'

/** A Security header by the standard's own words. */
export function security(login: Login = {}): string {
  const {
    username = 'housing-fund',
    created = new Date().toISOString(),
    nonce = randomBytes(16),
    plain = false,
  } = login
  const word = login.password ?? password
  const digest = createHash('sha1').update(nonce).update(created).update(word).digest('base64')
  const shown = plain ? escaped(word) : digest
  const parts = plain ? '' : `<wsse:Nonce>${nonce.toString('base64')}</wsse:Nonce><wsu:Created>${created}</wsu:Created>`
  const kind = `${profile}#Password${plain ? 'Text' : 'Digest'}`
  return `<wsse:Security xmlns:wsse="${wsse}" xmlns:wsu="${wsu}"><wsse:UsernameToken><wsse:Username>${username}</wsse:Username><wsse:Password Type="${kind}">${shown}</wsse:Password>${parts}</wsse:UsernameToken></wsse:Security>`
}

export interface Sent {
  readonly version?: '1.1' | '1.2'
  readonly header?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of the envelope. */
  readonly body?: string | Uint8Array<ArrayBuffer>
}

export interface SoapAnswer {
  readonly status: number
  readonly text: string
  readonly type: string
  readonly headers: Headers
  /** Of a fault. */
  readonly code: string | undefined
}

/** Posts an operation's element with its content. */
export async function post(
  docking: RunningDocking,
  operation: string,
  content: string,
  sent: Sent = {},
): Promise<SoapAnswer> {
  const { version = '1.1', header = security() } = sent
  const { uri, type } = envelopes[version]
  const element = `<b:${operation} xmlns:b="${namespace}">${content}</b:${operation}>`
  const whole = `<s:Envelope xmlns:s="${uri}"><s:Header>${header}</s:Header><s:Body>${element}</s:Body></s:Envelope>`
  const response = await fetch(`${docking.agent.address}/soap`, {
    method: 'POST',
    headers: { 'content-type': type, ...sent.headers },
    body: sent.body ?? whole,
  })
  const text = await response.text()
  return {
    status: response.status,
    text,
    type: response.headers.get('content-type') ?? '',
    headers: response.headers,
    code: /<b:Code>(\w+)<\/b:Code>/.exec(text)?.[1],
  }
}

/** What a row of an answer holds, nil as null. */
export function rowsOf(text: string): Record<string, string | null>[] {
  const [body] = readXml(text).children
  const rows = (body?.children[0]?.children ?? []).filter(({ local }) => local === 'Row')
  const value = (item: XmlElement): string | null =>
    item.attributes.some(({ local }) => local === 'nil') ? null : item.text
  return rows.map((row) => Object.fromEntries(row.children.map((item) => [item.local, value(item)])))
}

/** The content of a question. */
export function question(by: Readonly<Record<string, unknown>>, purpose = 'housing-loan'): string {
  const values = Object.entries(by).map(([id, value]) => `<b:${id}>${escaped(String(value))}</b:${id}>`)
  return `<b:Purpose>${purpose}</b:Purpose>${values.join('')}`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
