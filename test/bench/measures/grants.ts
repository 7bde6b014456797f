import { generateKey, issueGrant, type KeyAlgorithm } from '@berth/trust'
import { judgeItems } from '../../../packages/agent/src/guard/permit-items.ts'
import { checkUse } from '../../../packages/agent/src/service/admission.ts'
import { GrantCache } from '../../../packages/agent/src/service/grant-cache.ts'
import { manifestFor } from '../access.ts'
import { type Figure, median, seconds } from '../measure.ts'

/*
 * What each question pays for its right: the grant that it carries, verified once and then known, whether it covers this use, and what
 * of the resource it lets out.
 */

const [rounds, checks, grants] = [9, 20_000, 200]
const system = 'bench.registry'
const resource = manifestFor({ kind: 'sqlite', options: { file: '' } }, '/').resources['registry']
if (resource === undefined) throw new Error('the bench manifest has no resource')
const now = Date.now()

async function microseconds(times: number, work: (index: number) => unknown): Promise<number> {
  const measured: number[] = []
  for (let round = -2; round < rounds; round++) {
    const taken = await seconds(async () => {
      for (let index = 0; index < times; index++) await work(index)
    })
    if (round >= 0) measured.push((taken * 1_000_000) / times)
  }
  return median(measured)
}

async function figures(algorithm: KeyAlgorithm, name: string): Promise<Figure[]> {
  const key = generateKey('platform', algorithm)
  const tokens = Array.from({ length: grants }, (_, index) =>
    issueGrant(key, {
      id: `grant-${index}`,
      consumer: 'housing-fund',
      system,
      resource: `${system}/registry`,
      items: ['number', 'name', 'citizenNumber', 'phone'],
      clearance: 2,
      purpose: 'bench',
      issuedAt: now,
      notBefore: now,
      expiresAt: now + 3_600_000,
    }),
  )
  const use = { target: 'registry', purpose: 'bench', purposes: ['bench'], now }
  const cache = new GrantCache([key])
  const checked = async (from: GrantCache, index: number): Promise<void> =>
    checkUse(await from.read(tokens[index % grants] ?? '', now), system, use)
  const cached = await microseconds(checks, (index) => checked(cache, index))
  const first = await microseconds(grants, (index) => checked(new GrantCache([key]), index))
  return [
    { name: `grants.${name}.known`, value: cached, unit: 'µs', target: '< 50' },
    { name: `grants.${name}.first`, value: first, unit: 'µs' },
  ]
}

const permit = { clearance: 2, items: ['number', 'name', 'citizenNumber', 'phone'] } as const
const judged = await microseconds(checks, () => void judgeItems(resource, permit))
console.log(
  JSON.stringify([
    ...(await figures('EdDSA', 'ed25519')),
    ...(await figures('SGD_SM3_SM2', 'sm2')),
    { name: 'guard.decision', value: judged, unit: 'µs' },
  ] satisfies Figure[]),
)
