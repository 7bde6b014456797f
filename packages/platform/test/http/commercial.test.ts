import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyFile, exportPublicJwk, generateKey, importJwks, keyAlgorithm, verifyGrant } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningPlatform, startPlatform } from '../../src/index.ts'
import { marriagePublication } from '../marriage-publication.ts'
import { call, enrolled, Party } from '../party.ts'
import { emptyDatabase } from '../started-platform.ts'

const system = 'civil-affairs.marriage'
const key = generateKey(system, 'SGD_SM3_SM2')
let folder = ''
let platform: RunningPlatform

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-commercial-'))
  await cp(await emptyDatabase(), join(folder, 'database'), { recursive: true })
  await createKeyFile(join(folder, 'platform.key'), generateKey('platform', 'SGD_SM3_SM2'))
  platform = await startPlatform({ folder })
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true })
})

function publish(by: typeof key): ReturnType<typeof call> {
  return new Party(platform.url, by).send('PUT', `/api/catalogue/${system}`, marriagePublication())
}

test('a system enrols with SM2 and publishes, and the platform signs its grants with SM2', async () => {
  const { code } = await platform.administer.createEnrolmentCode({ kind: 'system', id: system, title: '婚姻登记' })
  const body = JSON.stringify({ code, id: system, publicKey: exportPublicJwk(key) })
  expect(await call(`${platform.url}/api/enrol`, { method: 'POST', body })).toMatchObject({ status: 200 })
  expect(await publish(key)).toMatchObject({ status: 200 })
  await enrolled(platform, 'consumer', 'hall', 3)
  const resource = `${system}/marriage`
  const wish = {
    consumer: 'hall',
    resource,
    items: ['husbandId'],
    clearance: 3,
    purpose: 'housing-loan',
    days: 1,
  } as const
  const { token } = await platform.administer.issueGrant(wish)
  const keys = importJwks((await call(`${platform.url}/.well-known/jwks.json`)).body, ['SGD_SM3_SM2'])
  expect(keys.map(keyAlgorithm)).toEqual(['SGD_SM3_SM2'])
  const grant = await verifyGrant(token, keys, { now: Date.now(), system, resource, purpose: 'housing-loan' })
  expect(grant).toMatchObject({ consumer: 'hall', issuer: 'platform' })
})

test('after a restart the same key is known, and no other under its id, of either algorithm', async () => {
  await platform.close()
  platform = await startPlatform({ folder })
  expect(await publish(key)).toMatchObject({ status: 200 })
  for (const algorithm of ['EdDSA', 'SGD_SM3_SM2'] as const)
    expect(await publish(generateKey(system, algorithm))).toMatchObject({
      status: 401,
      body: { code: 'SIGNATURE_INVALID' },
    })
})

test('a platform that is held to one algorithm takes no key of the other, old or new', async () => {
  await enrolled(platform, 'system', 'old.system')
  await platform.close()
  platform = await startPlatform({ folder, algorithm: 'SGD_SM3_SM2' })
  expect(await publish(key)).toMatchObject({ status: 200 })
  await expect(enrolled(platform, 'system', 'new.system')).rejects.toThrow('400')
  await platform.close()
  const held = startPlatform({ folder, algorithm: 'EdDSA' })
  await expect(held).rejects.toMatchObject({ code: 'KEY_FILE_UNUSABLE' })
  platform = await startPlatform({ folder, algorithm: 'SGD_SM3_SM2' })
})

test('a key that was enrolled before counts for nothing then', async () => {
  await platform.close()
  platform = await startPlatform({ folder })
  const id = 'civil-affairs.divorce'
  const party = await enrolled(platform, 'system', id)
  const content = { ...marriagePublication(), system: { ...marriagePublication().system, id } }
  const publishIt = (): ReturnType<typeof call> =>
    new Party(platform.url, party.key).send('PUT', `/api/catalogue/${id}`, content)
  expect((await publishIt()).body['code']).not.toBe('SIGNATURE_INVALID')
  await platform.close()
  platform = await startPlatform({ folder, algorithm: 'SGD_SM3_SM2' })
  expect(await publishIt()).toMatchObject({ status: 401, body: { code: 'SIGNATURE_INVALID' } })
})
