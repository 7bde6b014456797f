import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { marriagePublication } from '../marriage-publication.ts'
import { call, enrolled } from '../party.ts'
import { startedPlatform } from '../started-platform.ts'

const secret = '110105194912310021'

test('the log has a line for each request and refusal, and no value, name of a person, token or address of one', async () => {
  let logged = ''
  const log = pino(
    { level: 'trace' },
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged += chunk.toString()
        done()
      },
    }),
  )
  await using platform = await startedPlatform({ log })
  const registry = await enrolled(platform, 'system', 'civil-affairs.marriage')
  await registry.send(
    'PUT',
    '/api/catalogue/civil-affairs.marriage',
    marriagePublication({ agentUrl: 'http://localhost:1' }),
  )
  const path = '/api/exchange/civil-affairs.marriage/marriage/full'
  const headers = { 'berth-rows': '1' }
  await registry.send('PUT', `${path}/1`, `{"husbandId":"${secret}"}\n`, { headers })
  await registry.send('PUT', `${path}/2`, `{"husbandId":"${secret}","${secret}":1}\n`, { headers })
  const consumer = await enrolled(platform, 'consumer', 'hall', 3)
  const question = { purpose: secret, by: { husbandId: secret } }
  await consumer.send('POST', '/api/ask/civil-affairs.marriage/marriage', question)
  await call(`${platform.url}/api/catalogue?q=${secret}`)
  await call(`${platform.url}/${secret}`)
  await call(`${platform.url}/api/receipts`, { headers: { authorization: `Bearer ${platform.adminToken}` } })

  const lines = logged
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const codes = lines.map((line) => line['code']).filter((code) => code !== undefined)
  expect(codes).toEqual(['BATCH_REFUSED', 'PURPOSE_MISMATCH', 'RESOURCE_UNKNOWN'])
  expect(lines.filter((line) => line['msg'] === 'request').map((line) => line['route'])).toEqual([
    '/api/enrol',
    '/api/catalogue/:system',
    '/api/exchange/:system/:resource/:stream/:number',
    '/api/exchange/:system/:resource/:stream/:number',
    '/api/enrol',
    '/api/ask/:system/:resource',
    '/api/catalogue',
    'none',
    '/api/receipts',
  ])
  expect(logged).not.toContain(secret)
  expect(JSON.stringify(await platform.administer.receipts())).not.toContain(secret)
  expect(logged).not.toContain(platform.adminToken)
})
