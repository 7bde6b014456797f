import { generateKey } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { type Answered, platform as ed25519, grant, RunningDocking } from '../docking/running-docking.ts'

const sm2 = generateKey('platform', 'SGD_SM3_SM2')
let docking: RunningDocking
beforeAll(async () => {
  docking = await RunningDocking.start({ platformKeys: [sm2] })
})
afterAll(() => docking[Symbol.asyncDispose]())

function ask(by: typeof sm2, granted: typeof sm2): Promise<Answered> {
  return docking.ask({ husbandId: citizenNumbers[1] }, { key: by, grant: grant({}, granted) })
}

test('a platform that signs with SM2 gets its answer, and no key of the other algorithm does', async () => {
  expect(await ask(sm2, sm2)).toMatchObject({ status: 200, body: { rows: [{ id: 2 }, { id: 42 }, { id: 82 }] } })
  expect(await ask(ed25519, sm2)).toMatchObject({ status: 401, body: { code: 'SIGNATURE_INVALID' } })
  expect(await ask(sm2, ed25519)).toMatchObject({ body: { code: 'GRANT_INVALID' } })
  const header = (alg: string): string =>
    Buffer.from(JSON.stringify({ alg, kid: 'platform', typ: 'berth-grant+jwt' })).toString('base64url')
  const renamed = grant({}, ed25519).replace(/^[^.]+/, header('SGD_SM3_SM2'))
  const answered = await docking.ask({ husbandId: citizenNumbers[1] }, { key: sm2, grant: renamed })
  expect(answered.body['code']).toBe('GRANT_INVALID')
})

test('while a platform changes from one to the other, questions with either are answered', async () => {
  await docking.restart({ platformKeys: [ed25519, sm2] })
  expect((await ask(ed25519, ed25519)).status).toBe(200)
  expect((await ask(sm2, ed25519)).status).toBe(200)
  expect((await ask(sm2, sm2)).status).toBe(200)
})
