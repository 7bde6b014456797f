import { answerProblem, generateKey, signRequest } from '@berth/trust'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { grant, platform, RunningDocking } from '../docking/running-docking.ts'

const system = 'civil-affairs.marriage'
const key = generateKey(system)
let docking: RunningDocking
beforeAll(async () => {
  docking = await RunningDocking.start({ answerKey: key })
})
afterAll(() => docking[Symbol.asyncDispose]())

interface Sent {
  readonly status: number
  readonly text: string
  readonly request: string
  readonly signature: string | undefined
}

async function send(by: object, sending: { readonly audience?: string; readonly token?: string } = {}): Promise<Sent> {
  const path = '/resources/marriage/lookup'
  const body = JSON.stringify({ purpose: 'housing-loan', by })
  const token = grant()
  const { audience = system } = sending
  const request = signRequest(platform, { method: 'POST', path, body, audience, bound: { grant: token } })
  const headers = { 'content-type': 'application/json', 'berth-signature': request }
  const granted = { ...headers, 'berth-grant': sending.token ?? token }
  const response = await fetch(docking.agent.address + path, { method: 'POST', body, headers: granted })
  const signature = response.headers.get('berth-answer-signature') ?? undefined
  return { status: response.status, text: await response.text(), request, signature }
}

test('answers and refusals are signed, each for its own question', async () => {
  const [first, second, refused] = [await send({ id: 1 }), await send({ id: 1 }), await send({ salary: 1 })]
  expect([first.status, refused.status]).toEqual([200, 400])
  for (const { signature, request, status, text } of [first, second, refused])
    expect(await answerProblem(signature, { request, status, body: text }, key)).toBeUndefined()
  const { request, status, text } = second
  expect(await answerProblem(first.signature, { request, status, body: text }, key)).toBe('q')
})

test('a request with another grant than was signed, or for another system, is refused', async () => {
  for (const sending of [{ token: grant({ id: 'grant-2' }) }, { audience: 'tax' }]) {
    const { status, text } = await send({ id: 1 }, sending)
    expect(status).toBe(401)
    expect(JSON.parse(text)).toMatchObject({ code: 'SIGNATURE_INVALID' })
  }
})

test('what nobody signed is answered without a signature', async () => {
  const { status, headers } = await docking.get('/health')
  expect([status, headers.get('berth-answer-signature')]).toEqual([200, null])
})
