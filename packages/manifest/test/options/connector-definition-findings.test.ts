import type { ConnectorManifest, ObjectDefinition } from '@berth/core'
import { expect, test } from 'vitest'
import { connectorDefinitionFindings, formatFindings, parseManifest } from '../../src/index.ts'

const definition: ObjectDefinition = {
  type: 'object',
  title: { zh: '数据集' },
  members: {
    files: { type: 'text', title: { zh: '文件名', en: 'the names of the files' }, required: true },
    format: { type: 'text', title: { zh: '格式' }, enum: ['csv', 'xml'] },
    skipLines: { type: 'integer', title: { zh: '跳过的行数' }, minimum: 0, maximum: 1000 },
    header: { type: 'boolean', title: { zh: '有无标题行' } },
    columns: {
      type: 'map',
      title: { zh: '列' },
      values: {
        type: 'choice',
        title: { zh: '列' },
        of: [
          { type: 'text', title: { zh: '位置' }, pattern: '[a-z]+' },
          {
            type: 'object',
            title: { zh: '列' },
            members: { at: { type: 'text', title: { zh: '位置' }, required: true } },
          },
        ],
      },
    },
    order: {
      type: 'list',
      title: { zh: '次序', en: 'at least one name' },
      minItems: 1,
      items: { type: 'text', title: { zh: '列' } },
    },
    body: { type: 'any', title: { zh: '正文' } },
  },
}

const connector = (datasets?: ObjectDefinition): ConnectorManifest => ({
  name: 'file',
  contract: 1,
  title: { zh: '文件' },
  testedServers: [],
  options: {},
  ...(datasets === undefined ? {} : { datasets }),
  capabilities: {},
  exemptions: [],
})

function check(
  written: string,
  datasets: ObjectDefinition | undefined = definition,
): { found: unknown; printed: string } {
  const text = [
    'berth: 1',
    'system: { id: x, title: 系统, owner: { title: 单位, code: 91350100M000100Y43 } }',
    'connections:',
    '  drop:',
    '    use: file',
    '    datasets:',
    '      permits:',
    ...written.split('\n').map((line) => `        ${line}`),
    '',
  ].join('\n')
  const loaded = parseManifest(text, { file: 'berth.yaml', folder: '/docking' })
  const findings = connectorDefinitionFindings(loaded, 'drop', connector(datasets))
  return {
    found: findings.map(({ rule, line, column, path }) => [rule, line, column, path.replace('connections.drop.', '')]),
    printed: JSON.stringify(findings) + formatFindings(findings, 'en', { source: loaded.source }),
  }
}

test('a sound definition has no findings', () => {
  const sound =
    'files: "*.csv"\nformat: csv\nskipLines: 1\nheader: true\norder: [a]\ncolumns: { id: a, name: { at: b } }\nbody: [1, { a: b }]'
  expect(check(sound).found).toEqual([])
})

test('what is unknown, missing or wrong stands at its place, inner entries too', () => {
  const { found, printed } = check(
    'fromat: csv\nskipLines: 5000\nheader: "canary"\norder: []\ncolumns: { id: 5, name: { att: b }, other: B1 }',
  )
  expect(found).toEqual([
    ['MAN-164', 7, 7, 'datasets.permits.files'],
    ['MAN-163', 8, 9, 'datasets.permits.fromat'],
    ['MAN-165', 9, 20, 'datasets.permits.skipLines'],
    ['MAN-165', 10, 17, 'datasets.permits.header'],
    ['MAN-165', 11, 16, 'datasets.permits.order'],
    ['MAN-165', 12, 24, 'datasets.permits.columns.id'],
    ['MAN-163', 12, 35, 'datasets.permits.columns.name.att'],
    ['MAN-165', 12, 52, 'datasets.permits.columns.other'],
  ])
  expect(printed).toContain('did you mean format?')
  expect(printed).toContain('a text, in quotes, or a map')
  expect(printed).toContain('0 to 1000')
})

test('a connector that knows its datasets takes no definition', () => {
  const text = 'files: "*.csv"'
  const loaded = check(text)
  expect(loaded.found).toEqual([])
  const findings = connectorDefinitionFindings(
    parseManifest(
      'berth: 1\nsystem: { id: x, title: 系统, owner: { title: 单位, code: 91350100M000100Y43 } }\nconnections:\n  drop:\n    use: sqlite\n    datasets: { a: {} }\n',
      { file: 'berth.yaml', folder: '/docking' },
    ),
    'drop',
    connector(),
  )
  expect(findings.map(({ rule, line }) => [rule, line])).toEqual([['MAN-166', 6]])
})
