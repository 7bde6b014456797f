import type { ConnectorManifest } from '@berth/core'
import { expect, test } from 'vitest'
import { connectorOptionFindings, formatFindings, parseManifest } from '../../src/index.ts'

const connector: ConnectorManifest = {
  name: 'firebird',
  contract: 1,
  title: { zh: '火鸟' },
  testedServers: ['3.0'],
  options: {
    host: { type: 'string', title: { zh: '主机' }, required: true },
    database: { type: 'string', title: { zh: '数据库', en: 'Database' }, required: true },
    port: { type: 'integer', title: { zh: '端口' }, default: 3050, minimum: 1, maximum: 65_535 },
    wireEncryption: { type: 'string', title: { zh: '加密' }, enum: ['required', 'enabled'] },
    readOnly: { type: 'boolean', title: { zh: '只读' } },
    pin: { type: 'string', title: { zh: '口令' }, secret: true },
  },
  capabilities: {},
  exemptions: [],
}

function check(options: string): { findings: readonly unknown[]; printed: string } {
  const text = [
    'berth: 1',
    'system: { id: x, title: 系统, owner: { title: 单位, code: 91350100M000100Y43 } }',
    'connections:',
    '  registry:',
    '    use: firebird',
    '    options:',
    ...options.split('\n').map((line) => `      ${line}`),
    '',
  ].join('\n')
  const loaded = parseManifest(text, { file: 'berth.yaml', folder: '/docking' })
  const findings = connectorOptionFindings(loaded, 'registry', connector)
  return {
    findings: findings.map(({ rule, line, column, path }) => [rule, line, column, path.replace('connections.', '')]),
    printed: JSON.stringify(findings) + formatFindings(findings, 'en', { source: loaded.source }),
  }
}

test('sound options have no findings, and references are checked for their presence only', () => {
  expect(check(`host: h\ndatabase: d\nport: "\${env:PORT}"\npin: "\${secret:PIN}"\nreadOnly: true`).findings).toEqual(
    [],
  )
})

test('unknown, missing and ill-typed options stand at their places', () => {
  const { findings } = check('hots: h\nport: 70000\nwireEncryption: off\nreadOnly: "yes"\ncolour: red')
  expect(findings).toEqual([
    ['MAN-161', 6, 5, 'registry.options.database'],
    ['MAN-160', 7, 7, 'registry.options.hots'],
    ['MAN-162', 8, 13, 'registry.options.port'],
    ['MAN-162', 9, 23, 'registry.options.wireEncryption'],
    ['MAN-162', 10, 17, 'registry.options.readOnly'],
    ['MAN-160', 11, 7, 'registry.options.colour'],
  ])
})

test('a secret in plain text is refused by the schema, whatever its name, and never printed', () => {
  const { findings, printed } = check('host: h\ndatabase: d\npin: canary')
  expect(findings).toEqual([['SEC-301', 9, 7, 'registry.options.pin']])
  expect(printed).not.toContain('canary')
  expect(printed).toContain('REGISTRY_PIN')
})

test('asking about what is not there is a programming mistake', () => {
  const loaded = parseManifest('berth: 1', { file: 'berth.yaml', folder: '/' })
  expect(() => connectorOptionFindings(loaded, 'registry', connector)).toThrow(TypeError)
})
