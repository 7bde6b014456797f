import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, type RunningDocking } from '../docking/running-docking.ts'
import { post, question, rowsOf, security, startSoapDocking } from './soap-docking.ts'

const itemIds = ['id', 'husbandId', 'district', 'registeredOn', 'valid', 'note', 'secretNote']
const clearances = [1, 2, 3, 4, 'important', 'core'] as const

/** Consumers of every kind: drawn once, so that all stand in one docking. */
const consumers = fc.sample(
  fc.record({
    items: fc.subarray(itemIds),
    clearance: fc.constantFrom(...clearances),
    purpose: fc.constantFrom('housing-loan', 'audit', 'curiosity'),
    resource: fc.constantFrom('marriage', 'marriage', 'marriage', 'closed'),
    isExpired: fc.integer({ min: 0, max: 7 }).map((drawn) => drawn === 0),
  }),
  { numRuns: 60, seed: 20_261_123 },
)
const tokens = consumers.map(({ items, clearance, purpose, resource, isExpired }, index) =>
  grant({
    id: `grant-${index}`,
    consumer: `consumer-${index}`,
    resource: `civil-affairs.marriage/${resource}`,
    items,
    clearance,
    purpose,
    ...(isExpired ? { issuedAt: 0, notBefore: 0, expiresAt: 1000 } : {}),
  }),
)
const asked: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['marriageByHusbandId', { husbandId: citizenNumbers[1] }],
  ['marriageByDistrictAndRegisteredOn', { district: '西区', registeredOn: '2024-01-02' }],
  ['marriageById', { id: 1 }],
  ['marriageByValid', { valid: false }],
]

let docking: RunningDocking
beforeAll(async () => {
  docking = await startSoapDocking(Object.fromEntries(tokens.map((token, index) => [`consumer-${index}`, [token]])))
})
afterAll(() => docking[Symbol.asyncDispose]())

test('sixty consumers, each with a right of its own, get by SOAP what JSON gives, item by item', async () => {
  const outcomes = new Map<unknown, number>()
  for (const [index, token] of tokens.entries()) {
    for (const [operation, by] of asked) {
      for (const purpose of ['housing-loan', 'audit']) {
        const header = security({ username: `consumer-${index}` })
        const bySoap = await post(docking, operation, question(by, purpose), { header })
        const byJson = await docking.ask(by, { body: { purpose, by }, grant: token })
        const said = `${JSON.stringify(consumers[index])} ${operation} ${purpose}`
        expect(bySoap.code, said).toBe(byJson.body['code'])
        const rows = (byJson.body['rows'] ?? []) as Record<string, unknown>[]
        expect(rowsOf(bySoap.text), said).toEqual(
          rows.map((row) =>
            Object.fromEntries(Object.entries(row).map(([id, value]) => [id, value === null ? null : String(value)])),
          ),
        )
        expect(bySoap.text).not.toContain('CANARY')
        const outcome = byJson.body['code'] ?? 'answered'
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }
  }
  // The draw has to reach every way a question ends.
  for (const outcome of [
    'answered',
    'PARAMETER_NOT_GRANTED',
    'NOTHING_GRANTED',
    'PURPOSE_MISMATCH',
    'GRANT_EXPIRED',
    'GRANT_FOREIGN',
  ]) {
    expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(0)
  }
})
