import { BerthError } from '@berth/core'
import { answerProblem, generateKey, keySigner, type Signer, signRequest } from '@berth/trust'
import { expect, test } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, platform, RunningDocking } from '../docking/running-docking.ts'

const system = 'civil-affairs.marriage'

interface Sent {
  readonly status: number
  readonly text: string
  readonly request: string
  readonly signature: string | undefined
}

async function ask(docking: RunningDocking): Promise<Sent> {
  const path = '/resources/marriage/lookup'
  const body = JSON.stringify({ purpose: 'housing-loan', by: { id: 1 } })
  const request = signRequest(platform, { method: 'POST', path, body, audience: system })
  const headers = { 'content-type': 'application/json', 'berth-signature': request, 'berth-grant': grant() }
  const response = await fetch(docking.agent.address + path, { method: 'POST', body, headers })
  const signature = response.headers.get('berth-answer-signature') ?? undefined
  return { status: response.status, text: await response.text(), request, signature }
}

test('each answer is signed by who signs at the time', async () => {
  const [first, second] = [generateKey(system), generateKey(system, 'SGD_SM3_SM2')]
  let signer = keySigner(first)
  await using docking = await RunningDocking.start({ answerKey: { current: () => Promise.resolve(signer) } })
  for (const key of [first, second]) {
    signer = keySigner(key)
    const { status, text, request, signature } = await ask(docking)
    expect(await answerProblem(signature, { request, status, body: text }, key)).toBeUndefined()
  }
})

const failing: Signer = {
  id: system,
  algorithm: 'EdDSA',
  sign: () => Promise.reject(new BerthError('SIGNER_FAILED', { command: '/opt/inside/sign', problem: 'ended' })),
}

test('where nobody can sign, no row leaves: the problem goes unsigned', async () => {
  await using docking = await RunningDocking.start({ answerKey: failing })
  const { status, text, signature } = await ask(docking)
  expect([status, signature]).toEqual([503, undefined])
  expect(JSON.parse(text)).toMatchObject({ code: 'SIGNER_FAILED', action: 'retry' })
  expect(text).not.toMatch(/rows|inside/)
  expect((await docking.get('/health')).status).toBe(200)
})

test('a submission that was carried out is not told as one to make anew, where its answer cannot be signed', async () => {
  await using docking = await RunningDocking.start({ answerKey: failing })
  const input = { husbandId: citizenNumbers[0], wantedOn: '2026-02-01', copies: 1 }
  const { status, body } = await docking.submit(input)
  expect(docking.applications.rows).toHaveLength(1)
  expect([status, body['code'], body['action']]).toEqual([504, 'UNKNOWN_OUTCOME', 'unknown-outcome'])
  expect(docking.log.join('')).toContain('SIGNER_FAILED')
})
