import type { Publication, PublishedResource } from '@berth/manifest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPlatform } from '../../src/index.ts'
import { item, marriage, marriagePublication } from '../marriage-publication.ts'
import { type Answer, call, enrolled, type Party } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

let platform: RunningPlatform
let registry: Party

beforeAll(async () => {
  platform = await startedPlatform()
  registry = await enrolled(platform, 'system', 'civil-affairs.marriage')
})

afterAll(() => platform.close())

function publish(publication: unknown): Promise<Answer> {
  return registry.send('PUT', '/api/catalogue/civil-affairs.marriage', publication)
}

function read(resource: string, version?: number): Promise<Answer> {
  const query = version === undefined ? '' : `?version=${version}`
  return call(`${platform.url}/api/catalogue/civil-affairs.marriage/${resource}${query}`)
}

async function search(words: string): Promise<string[]> {
  const answer = await call(`${platform.url}/api/catalogue?q=${encodeURIComponent(words)}`)
  return (answer.body['entries'] as { resource: string }[]).map((entry) => entry.resource)
}

test('what is the same is not published again; what changed has a new version, and the old one stays readable', async () => {
  expect(await publish(marriagePublication())).toMatchObject({ body: { version: 1, changed: true } })
  expect(await publish(marriagePublication())).toMatchObject({ body: { version: 1, changed: false } })
  const otherManifest = marriagePublication({ manifest: 'b'.repeat(64) })
  expect(await publish(otherManifest)).toMatchObject({ body: { version: 1, changed: false } })
  const renamed: PublishedResource = { ...marriage, title: { zh: '婚姻登记信息' } }
  expect(await publish(marriagePublication({ resources: [renamed] }))).toMatchObject({
    body: { version: 2, changed: true },
  })
  expect(await read('marriage')).toMatchObject({
    body: { version: 2, title: { zh: '婚姻登记信息' }, kind: 'resource' },
  })
  expect(await read('marriage', 1)).toMatchObject({ body: { version: 1, title: { zh: '结婚登记信息' } } })
  expect(await read('applyCertificate')).toMatchObject({ body: { version: 1, kind: 'operation' } })
  expect(await read('marriage', 3)).toMatchObject({ status: 404, body: { code: 'RESOURCE_UNKNOWN' } })
})

test('what is no longer published is withdrawn, and comes back with its version', async () => {
  await publish(marriagePublication())
  await publish(marriagePublication({ resources: [] }))
  expect(await read('marriage')).toMatchObject({ status: 404, body: { code: 'RESOURCE_UNKNOWN' } })
  expect(await read('marriage', 1)).toMatchObject({ status: 200, body: { withdrawnAt: expect.any(String) } })
  expect(await search('结婚登记信息')).toEqual([])
  await publish(marriagePublication())
  const back = await read('marriage')
  expect(back.body).toMatchObject({ version: 3 })
  expect(back.body).not.toHaveProperty('withdrawnAt')
})

test('the catalogue shows the publication and nothing of where the agent is', async () => {
  await publish(marriagePublication({ agentUrl: 'http://10.1.2.3:9/agent' }))
  const entry = await read('marriage')
  expect(entry.body).toMatchObject({ items: marriage.items, modes: marriage.modes, sharing: marriage.sharing })
  const lines = await call(`${platform.url}/api/catalogue`)
  expect(JSON.stringify([entry.body, lines.body])).not.toMatch(/10\.1\.2\.3|agent|aaaa/)
  expect(lines.body['entries']).toContainEqual(
    expect.objectContaining({
      system: 'civil-affairs.marriage',
      resource: 'marriage',
      sharing: { type: 'conditional' },
    }),
  )
})

test.each([
  ['结婚', ['marriage', 'applyCertificate']],
  ['身份证号', ['marriage', 'applyCertificate']],
  ['MARRIAGE registrations', ['marriage']],
  ['ｍａｒｒｉａｇｅ　登记日期', ['marriage']],
  ['民政局 补领', ['applyCertificate']],
  ['civil affairs bureau', ['marriage', 'applyCertificate']],
  ['91350100M000100Y43', ['marriage', 'applyCertificate']],
  ['离婚', []],
  ['%', []],
  ['_', []],
  ["' or 1=1 --", []],
  ['\\', []],
  ['\0', ['marriage', 'applyCertificate']],
])('a search for %j finds %j', async (words, found) => {
  expect(await search(words)).toEqual(found)
})

const firstItem = 'resources.0.items.0'
const noSharing = { type: 'none', purposes: [] }

test.each<[string, string, unknown, string]>([
  ['a column', `${firstItem}.from`, 'SFZH', 'resources/marriage/items/husbandId/from (additionalProperties)'],
  ['a connection', 'connections', {}, 'connections (additionalProperties)'],
  ['no maintainer', `${firstItem}.maintainer`, undefined, 'resources/marriage/items/husbandId/maintainer (required)'],
  ['a grade that is none', `${firstItem}.grade`, 'secret', 'resources/marriage/items/husbandId/grade (enum)'],
  ['a type that is none', `${firstItem}.type`, 'varchar(18)', 'resources/marriage/items/husbandId/type'],
  ['an item twice', 'resources.0.items.3', item('wifeId', 'x', 1), 'resources/marriage/items (wifeId twice)'],
  ['a resource and an operation of one name', 'operations.0.id', 'marriage', 'marriage twice'],
  ['a question by an item that is not there', 'resources.0.modes.parameter.by', [['x']], 'no item x'],
  ['conditional sharing without condition', 'resources.0.sharing.condition', undefined, 'sharing/condition (required)'],
  ['no sharing, without a basis', 'resources.0.sharing', noSharing, 'sharing/basis (required)'],
  ['no sharing that offers something', 'resources.0.sharing', { ...noSharing, basis: 'x' }, 'modes (sharing none'],
  ['another system', 'system.id', 'housing', 'system/id'],
  ['an owner with a wrong code', 'system.owner.code', '91350100M000100Y44', 'system/owner/code (check-digit)'],
  ['a script for an address', 'agentUrl', 'javascript:alert(1)', 'agentUrl'],
  ['an address with a password', 'agentUrl', 'http://a:b@c/', 'agentUrl'],
  ['a control character', 'resources.0.title.zh', 'a\u0000b', 'resources/marriage/title/zh (pattern)'],
  ['half a character', 'resources.0.title.zh', 'a\ud800', '半个字符'],
  ['a later contract', 'berth', 2, 'berth (const)'],
  ['no resources', 'resources', undefined, 'resources (required)'],
])('a publication with %s is refused, and changes nothing', async (_what, path, value, problem) => {
  const before = await read('marriage')
  const answer = await publish(changed(marriagePublication(), path.split('.'), value))
  expect(answer).toMatchObject({ status: 422, body: { code: 'PUBLICATION_REFUSED' } })
  expect(answer.body['message']).toContain(problem)
  expect((await read('marriage')).body).toEqual(before.body)
})

/** A copy with one place changed; undefined takes it out. */
function changed(document: unknown, [step = '', ...rest]: readonly string[], value: unknown): unknown {
  const copy = (Array.isArray(document) ? [...document] : { ...(document as object) }) as Record<string, unknown>
  copy[step] = rest.length === 0 ? value : changed(copy[step], rest, value)
  return copy
}

test('a publication that is no JSON, or no object, is refused', async () => {
  expect(await publish('{')).toMatchObject({ status: 422, body: { code: 'PUBLICATION_REFUSED' } })
  expect(await publish('null')).toMatchObject({ status: 422, body: { code: 'PUBLICATION_REFUSED' } })
})

test('a search among a thousand entries finds the one, counts them all and gives out so many at once', async () => {
  const resources = Array.from({ length: 1000 }, (_one, index) => ({
    ...marriage,
    id: `r${index}`,
    title: { zh: `档案目录第${index}号` },
  }))
  const big: Publication = { ...marriagePublication({ resources }), operations: [] }
  expect(await publish(big)).toMatchObject({ body: { changed: true } })
  const answer = await call(`${platform.url}/api/catalogue?q=${encodeURIComponent('档案 第777号')}`)
  expect(answer.body).toMatchObject({ total: 1, entries: [{ resource: 'r777' }] })
  const all = await call(`${platform.url}/api/catalogue?limit=10&offset=990`)
  expect(all.body['total']).toBe(1000)
  expect(all.body['entries']).toHaveLength(10)
  expect(await call(`${platform.url}/api/catalogue?limit=5000`)).toMatchObject({ status: 400 })
})
