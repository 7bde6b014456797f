import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteState } from '@berth/agent'
import type { ReceiptEntry } from '@berth/core'
import { generateKey, ReceiptAudit, type ReceiptHead, signHead } from '@berth/trust'
import { type Figure, median, peakMemoryMB, seconds } from '../measure.ts'

/*
 * Receipts of questions as the agent writes them: chained, with a salted commitment, in one process, what is asked for at once in
 * one transaction. Heads are signed every 10,000, as in operation. Read back from the file and audited the same way.
 */

const [total, together, signEvery, runs] = [100_000, 64, 10_000, 3]
const key = generateKey('civil.marriage')

function entryOf(index: number): ReceiptEntry {
  return {
    at: new Date(1_770_000_000_000 + index).toISOString(),
    resource: 'civil.marriage/marriage',
    journey: 'service',
    outcome: 'answered',
    consumer: 'housing-fund',
    grant: '0b9f3c52-6c9e-4d0e-9a55-2f1d7d3b8c11',
    purpose: 'housing-loan',
    basis: 'regulation',
    items: ['registeredOn', 'district', 'valid'],
    withheld: [{ item: 'phone', reason: 'NOT_GRANTED' }],
    rows: 1,
    digest: 'cd'.repeat(32),
    question: 'ef'.repeat(32),
    reference: `0b9f3c52-6c9e-4d0e-9a55-${String(index).padStart(12, '0')}`,
    manifest: 'ab'.repeat(32),
  }
}

async function once(): Promise<{ written: number; verified: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-bench-receipts-'))
  try {
    await using state = openSqliteState(folder, 'civil.marriage')
    const heads: ReceiptHead[] = []
    const written = await seconds(async () => {
      for (let from = 0; from < total; from += together) {
        const size = Math.min(together, total - from)
        const commits = Array.from({ length: size }, (_, index) =>
          state.commit({ durable: 'soon', receipts: [entryOf(from + index)] }),
        )
        const last = (await Promise.all(commits)).at(-1)?.[0]
        if (last === undefined || Math.floor(last.number / signEvery) === heads.length) continue
        heads.push(signHead(key, { chain: key.id, number: last.number, hash: last.hash, at: last.at }))
      }
    })
    const verified = await seconds(async () => {
      const audit = new ReceiptAudit({ heads, keys: [key] })
      for (let after = 0; after < total; ) {
        const page = await state.receipts(after, 1000)
        for (const receipt of page) audit.add(receipt)
        after = page.at(-1)?.number ?? total
      }
      const report = audit.report()
      if (!report.ok || report.count !== total) throw new Error('the chain does not verify')
    })
    return { written: total / written, verified: total / verified }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const results: Awaited<ReturnType<typeof once>>[] = []
for (let run = 0; run < runs; run++) results.push(await once())
const figure = (name: string, values: readonly number[]): Figure => ({
  name,
  value: Math.round(median(values)),
  unit: 'receipts/s',
  peakMemoryMB: peakMemoryMB(),
  target: '>= 20000',
})
console.log(
  JSON.stringify([
    figure(
      'receipts chained and written',
      results.map(({ written }) => written),
    ),
    figure(
      'receipts read and verified',
      results.map(({ verified }) => verified),
    ),
  ]),
)
