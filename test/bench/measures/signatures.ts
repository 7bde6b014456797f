import { generateKey, type KeyAlgorithm, signBytes, verifyBytes } from '../../../packages/trust/src/index.ts'
import { type Figure, median } from '../measure.ts'

const rounds = 15
const roundMs = 200
const message = Buffer.alloc(512, 'a')

/** How often in a second of this thread's own time, the median of the rounds: what else runs on the machine does not count. */
function perSecond(work: () => void): number {
  const figures: number[] = []
  for (let round = -3; round < rounds; round++) {
    const begun = process.threadCpuUsage()
    const until = performance.now() + roundMs
    let count = 0
    while (performance.now() < until) {
      work()
      count++
    }
    if (round >= 0) figures.push(count / secondsSince(begun))
  }
  return Math.round(median(figures))
}

function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(begun)
  return (user + system) / 1_000_000
}

const figures: Figure[] = []
const names = { EdDSA: 'ed25519', SGD_SM3_SM2: 'sm2' } as const
for (const [algorithm, name] of Object.entries(names) as [KeyAlgorithm, string][]) {
  const key = generateKey('bench', algorithm)
  const signature = signBytes(key, message)
  figures.push({ name: `signatures.${name}.sign`, value: perSecond(() => void signBytes(key, message)), unit: '/s' })
  figures.push({
    name: `signatures.${name}.verify`,
    value: perSecond(() => {
      if (!verifyBytes(key, message, signature)) throw new Error('a signature does not hold')
    }),
    unit: '/s',
  })
}
console.log(JSON.stringify(figures))
