import { Secret } from '@berth/core'
import { expect, test } from 'vitest'
import { parseManifest, resolveOptions } from '../../src/index.ts'

const head = `berth: 1
system: { id: a.b, title: 系统, owner: { title: 单位, code: 91350100M000100Y43 } }
connections: { registry: { use: "@berth/connector-memory" } }
`

function load(soap: string): ReturnType<typeof parseManifest> {
  return parseManifest(head + soap, { file: 'berth.yaml', folder: '/docking' })
}

/** References stand here by a short name. */
function written(soap: string): string {
  return soap.replace('$SECRET', `\${secret:OLD}`).replace('$MISSPELT', `\${secrets:OLD}`)
}

function rules(soap: string): string[] {
  return load(written(soap)).findings.map(({ rule, line, path }) => `${rule} ${line} ${path}`)
}

test('a SOAP service is off unless it is written, and has nobody unless somebody is', () => {
  expect(load('').manifest?.soap).toBeUndefined()
  expect(load('soap: {}').manifest?.soap).toEqual({ behindTls: false, consumers: {} })
})

test('a consumer has a password by reference and files with grants', () => {
  const { manifest, findings } = load(`soap:
  url: https://docking.example/soap
  behindTls: true
  consumers:
    old-portal: { password: "\${secret:OLD_PORTAL}", grants: [grants/old-portal.jwt] }
`)
  expect(findings).toEqual([])
  const consumer = manifest?.soap?.consumers['old-portal']
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the manifest, which is kept as written
  expect(consumer).toEqual({ id: 'old-portal', password: '${secret:OLD_PORTAL}', grants: ['grants/old-portal.jwt'] })
  expect(manifest?.soap).toMatchObject({ url: 'https://docking.example/soap', behindTls: true })
  const sources = { env: {}, secret: (name: string) => `the value of ${name}` }
  const { password } = resolveOptions({ options: { password: consumer?.password ?? '' } }, sources)
  expect(password instanceof Secret && password.reveal()).toBe('the value of OLD_PORTAL')
})

test.each([
  [
    'a password as it is',
    '{ consumers: { old: { password: geheim, grants: [] } } }',
    ['SEC-301 4 soap.consumers.old.password'],
  ],
  [
    'a reference misspelt',
    '{ consumers: { old: { password: "$MISSPELT", grants: [] } } }',
    ['SEC-302 4 soap.consumers.old.password'],
  ],
  ['no password', '{ consumers: { old: { grants: [] } } }', ['MAN-121 4 soap.consumers.old.password']],
  ['no grants', '{ consumers: { old: { password: "$SECRET" } } }', ['MAN-121 4 soap.consumers.old.grants']],
  [
    'a user name that is no id',
    '{ consumers: { OLD_PORTAL: { password: "$SECRET", grants: [] } } }',
    ['MAN-130 4 soap.consumers.OLD_PORTAL'],
  ],
  ['an address that is none', '{ url: docking.example/soap }', ['MAN-136 4 soap.url']],
  ['an address in the clear', '{ url: "http://docking.example/soap" }', ['SEC-304 4 soap.url']],
  ['a key that is none', '{ consumer: {} }', ['MAN-120 4 soap.consumer']],
])('%s is found', (_title, soap, found) => {
  expect(rules(`soap: ${soap}`)).toEqual(found)
  expect(JSON.stringify(load(written(`soap: ${soap}`)).findings)).not.toContain('geheim')
})
