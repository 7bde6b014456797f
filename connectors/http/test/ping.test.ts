import { expect, test } from 'vitest'
import { answering, json, open } from './answering.ts'

test.each([
  ['/api', undefined, '/api'],
  ['/api/', 'alive', '/api/alive'],
  ['/api?v=1', '/alive', '/api/alive?v=1'],
  ['/api?v=1', 'alive?deep=0', '/api/alive?v=1&deep=0'],
])('at %s a sign of life is asked of %s: %s', async (path, pingPath, asked) => {
  await using server = await answering((_request, response) => json(response, {}))
  await using session = await open(`${server.url}${path}`, {}, pingPath === undefined ? {} : { pingPath })
  await session.ping()
  expect(server.seen.map(({ url }) => url)).toEqual([asked])
})
