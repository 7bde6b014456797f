import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { getLanguageService, type LanguageService } from 'yaml-language-server'

// What editors do with the schema, by the server that their YAML extensions run.
const schema = JSON.parse(readFileSync(new URL('../../berth.schema.json', import.meta.url), 'utf8')) as object
const service: LanguageService = getLanguageService({
  schemaRequestService: () => Promise.reject(new Error('the schema is here already')),
  workspaceContext: { resolveRelativePath: (path) => path },
})
service.configure({
  completion: true,
  hover: true,
  validate: true,
  schemas: [{ uri: 'file:///berth.schema.json', fileMatch: ['berth.yaml'], schema }],
})
let version = 0

/** The document, and where `|` stands in it. */
function opened(marked: string): { document: TextDocument; position: { line: number; character: number } } {
  version += 1
  const document = TextDocument.create(`file:///${version}/berth.yaml`, 'yaml', version, marked.replace('|', ''))
  return { document, position: document.positionAt(marked.indexOf('|')) }
}

async function offered(marked: string): Promise<string[]> {
  const { document, position } = opened(marked)
  return (await service.doComplete(document, position, false)).items.map(({ label }) => label)
}

const item = 'berth: 1\nresources:\n  marriage:\n    items:\n      husbandId:\n        title: 证件号\n        '

test.each([
  ['|', ['system', 'connections', 'resources']],
  [`${item}|`, ['element', 'grade', 'mask', 'maintainer']],
  [`${item}grade: |`, ['1', '2', '3', '4', 'important', 'core']],
  [`${item}element: |`, ['person.citizenNumber', 'organisation.creditCode', 'person.name']],
  [`${item}codes: |`, ['gb.sex']],
  [`${item}onInvalid: |`, ['reject', 'warn']],
  ['resources:\n  marriage:\n    sharing:\n      type: |', ['unconditional', 'conditional', 'none']],
])('an editor completes %j', async (marked, expected) => {
  expect(await offered(marked)).toEqual(expect.arrayContaining(expected))
})

test.each([
  ['system:\n  i|d: a.b\n', '业务系统的编号', 'The id of the system'],
  [`${item}gra|de: 3\n`, '数据分级', 'without one the item never leaves'],
])('an editor tells in both languages what %j is', async (marked, zh, en) => {
  const { document, position } = opened(marked)
  const told = JSON.stringify(await service.doHover(document, position))
  expect(told).toContain(zh)
  expect(told).toContain(en)
})

test('an editor marks a key that there is none of', async () => {
  const { document } = opened('berth: 1\nsytem: {}\n|')
  const found = await service.doValidation(document, false)
  expect(found.map(({ message }) => message).join('\n')).toContain('sytem')
})
