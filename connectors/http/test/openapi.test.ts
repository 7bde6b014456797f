import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Dataset, definitionProblems, formatLogicalType, type Row } from '@berth/core'
import { afterAll, expect, test } from 'vitest'
import { manifest } from '../src/index.ts'
import { answering, failureOf, json, open } from './answering.ts'

const file = new URL('fixtures/permits.openapi.yaml', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'berth-openapi-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function describe(openapi: string, url = 'http://127.0.0.1:9', names?: readonly string[]): Promise<Dataset[]> {
  await using session = await open(url, {}, { openapi })
  const datasets: Dataset[] = []
  for await (const dataset of session.describe(names === undefined ? {} : { names })) datasets.push(dataset)
  return datasets
}

function written(content: string): Promise<Dataset[]> {
  const name = join(folder, 'openapi.json')
  writeFileSync(name, content)
  return describe(name)
}

test('operations become datasets, and what does something a procedure', async () => {
  expect((await describe(file)).map(({ name, kind, comment }) => [name, kind, comment])).toEqual([
    ['GET /permits/{id}', 'service', undefined],
    ['apply', 'procedure', undefined],
    ['broken', 'procedure', undefined],
    ['listPermits', 'service', '许可列表'],
    ['searchPermits', 'service', undefined],
  ])
})

test('columns have the types, names and comments of the schema', async () => {
  const [list] = await describe(file, undefined, ['listPermits'])
  expect(
    list?.columns.map(({ name, type, nullable, comment }) => [name, formatLogicalType(type), nullable, comment]),
  ).toEqual([
    ['id', 'text(20)', false, '许可编号'],
    ['name', 'text', true, '名称'],
    ['fee', 'decimal', true, undefined],
    ['number', 'int64', true, undefined],
    ['day', 'date', true, undefined],
    ['changed', 'instant', true, undefined],
    ['holder_name', 'text', true, undefined],
    ['holder_parent_id', 'text(20)', true, '许可编号'],
    ['holder_parent_name', 'text', true, '名称'],
    ['holder_parent_fee', 'decimal', true, undefined],
    ['holder_parent_number', 'int64', true, undefined],
    ['holder_parent_day', 'date', true, undefined],
    ['holder_parent_changed', 'instant', true, undefined],
    ['holder_parent_holder', 'json', true, undefined],
    ['holder_parent_pages', 'json', true, undefined],
    ['holder_parent_odd name', 'boolean', true, undefined],
    ['pages', 'json', true, undefined],
    ['odd name', 'boolean', true, undefined],
  ])
  expect(list?.parameters?.map(({ name, nullable }) => [name, nullable])).toEqual([['status', true]])
})

test('a draft is a definition by which the service is read', async () => {
  const permits = Array.from({ length: 130 }, (_, id) => ({ id: `P${id}`, name: `名${id}`, holder: { name: '张' } }))
  await using server = await answering(({ url, method }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://x')
    const start = (Number(searchParams.get('pageNo')) - 1) * 100
    if (method === 'POST') json(response, permits.slice(0, 2))
    else if (pathname === '/api/permits')
      json(response, { code: '0', data: { total: 130, list: permits.slice(start, start + 100) } })
    else {
      const found = permits.find(({ id }) => pathname.endsWith(`/${id}`))
      json(response, found ?? {}, found === undefined ? 404 : 200)
    }
  })
  const drafted = (await describe(file)).filter(({ definition }) => definition !== undefined)
  for (const { definition } of drafted)
    expect(manifest.datasets && definitionProblems(definition, manifest.datasets)).toEqual([])
  const definitions = Object.fromEntries(drafted.map(({ name, definition }) => [name, definition]))
  await using session = await open(`${server.url}/api`, definitions)
  const rows: Row[] = []
  const columns = [{ name: 'id' }, { name: 'holder_name' }]
  for await (const batch of session.scan({ dataset: 'listPermits', columns })) rows.push(...batch.rows)
  expect([rows.length, rows[129]]).toEqual([130, ['P129', '张']])
  const one = { dataset: 'GET /permits/{id}', columns, by: ['id'], limit: 2 }
  const { answers } = await session.lookup({ ...one, keys: [['P7'], ['none']] })
  expect(answers.map((answer) => answer.rows)).toEqual([[['P7', '张']], []])
  expect(server.seen.at(0)?.url).toBe('/api/permits?pageNo=1&pageSize=100')
})

test('what is defined is not drafted', async () => {
  const definition = { request: { path: '/permits' } }
  await using session = await open('http://127.0.0.1:9', { listPermits: definition }, { openapi: file })
  const datasets: Dataset[] = []
  for await (const dataset of session.describe()) datasets.push(dataset)
  expect(datasets.find(({ name }) => name === 'listPermits')).not.toHaveProperty('definition')
  expect(datasets).toHaveLength(5)
})

test('the credentials go to the service alone, not to another host that has the document', async () => {
  const text = readFileSync(file, 'utf8')
  await using service = await answering((_request, response) => void response.end(text))
  await using other = await answering((_request, response) => void response.end(text))
  for (const { url } of [service, other]) {
    const options = { openapi: `${url}/openapi.yaml`, authentication: 'bearer', token: 't0ken' }
    await using session = await open(service.url, {}, { ...options, allowedHosts: new URL(other.url).host })
    for await (const dataset of session.describe()) expect(dataset.name).not.toBe('')
  }
  expect(service.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer t0ken'])
  expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
})

test('a parameter may be called what every object has', async () => {
  const parameters = ['page', 'size', 'constructor'].map((name) => ({ name, in: 'query', schema: { type: 'integer' } }))
  const schema = { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } }
  const responses = { 200: { content: { 'application/json': { schema } } } }
  const get = { operationId: 'list', parameters, responses }
  const [found] = await written(JSON.stringify({ openapi: '3.0.3', paths: { '/a': { get } } }))
  const query = { page: '{page}', size: '{size}', constructor: '{constructor}' }
  expect(found?.definition).toMatchObject({ request: { query } })
})

test('the document of an address, within the bounds of every call', async () => {
  await using server = await answering(({ url }, response) => {
    if (url === '/openapi.yaml') response.end(readFileSync(file))
    else response.writeHead(302, { location: 'http://192.0.2.1/openapi.yaml' }).end()
  })
  expect(await describe(`${server.url}/openapi.yaml`, server.url)).toHaveLength(5)
  expect((await failureOf(() => describe(`${server.url}/moved`, server.url))).code).toBe('REDIRECT_REFUSED')
  expect((await failureOf(() => describe('http://192.0.2.1/x', server.url))).code).toBe('HOST_NOT_ALLOWED')
})

test.each([
  ['Swagger 2', '{"swagger":"2.0","paths":{}}'],
  ['a later version', '{"openapi":"4.0.0"}'],
  ['a list', '[]'],
  ['no YAML', '{"openapi": "3.0.0", '],
  [
    'aliases without end',
    `a: &a [x]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}\nopenapi: 3.0.0`,
  ],
])('%s is refused by its option', async (_name, content) => {
  const error = await failureOf(() => written(content))
  expect([error.code, error.details['option']]).toEqual(['OPTION_INVALID', 'openapi'])
})

test('a small document that unfolds to a large one is read in time', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `p${index}`)
  const object = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { $ref: '#/components/schemas/Wide' }])),
  }
  const parts = Array.from({ length: 30 }, (_, index) => [
    `A${index}`,
    { allOf: Array(30).fill({ $ref: `#/components/schemas/A${index + 1}` }), properties: { x: { type: 'string' } } },
  ])
  const answer = (name: string): unknown => ({
    operationId: name,
    responses: { '200': { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } } },
  })
  const paths = { '/wide': { get: answer('Wide') }, '/deep': { get: answer('A0') } }
  const started = performance.now()
  const datasets = await written(
    JSON.stringify({
      openapi: '3.0.0',
      paths,
      components: { schemas: { Wide: object, ...Object.fromEntries(parts) } },
    }),
  )
  expect(performance.now() - started).toBeLessThan(5000)
  expect(datasets.map(({ name, columns }) => [name, columns.length])).toEqual([
    ['A0', 1],
    ['Wide', 500],
  ])
})

test('references that run in a circle, outside or nowhere end', async () => {
  const schema = (ref: string): unknown => ({ '200': { content: { 'application/json': { schema: { $ref: ref } } } } })
  const paths = Object.fromEntries(
    ['#/components/schemas/A', '#/components/schemas/List', 'file:///etc/passwd', '#/__proto__/x', '#/none'].map(
      (ref, index) => [`/p${index}`, { get: { operationId: `p${index}`, responses: schema(ref) } }],
    ),
  )
  const schemas = {
    A: { $ref: '#/components/schemas/B' },
    B: { $ref: '#/components/schemas/A' },
    List: {
      allOf: [{ $ref: '#/components/schemas/List' }],
      type: 'array',
      items: { $ref: '#/components/schemas/List' },
    },
  }
  const datasets = await written(JSON.stringify({ openapi: '3.1.0', paths, components: { schemas } }))
  expect(datasets.map(({ kind, columns }) => [kind, columns.length])).toEqual(Array(5).fill(['procedure', 0]))
})
