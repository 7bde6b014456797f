import { openSession } from '@berth/core'
import { connectorOf } from './access.ts'
import { columns } from './datasets.ts'
import { type Figure, median, peakMemoryMB, seconds } from './measure.ts'
import type { BenchSource } from './sources.ts'

/** Reads the whole table through the connector, without a plan behind it. Returns the number of rows. */
async function scan({ place }: BenchSource, key: readonly string[]): Promise<number> {
  const connector = connectorOf(place)
  await using session = await openSession(connector, { ...place.options }, { access: 'read', callTimeoutMs: 300_000 })
  let count = 0
  const request = { dataset: 'T_DJ', columns: columns.map((name) => ({ name })), ...(key.length === 0 ? {} : { key }) }
  for await (const { rows } of session.scan(request)) count += rows.length
  return count
}

/** The raw driver and the connector in turn, in this process: canonical values, in any order and in key order. */
export async function scanFigures(name: string, source: BenchSource, rows: number): Promise<Figure[]> {
  const ways = {
    raw: () => source.readRaw(),
    scan: () => scan(source, []),
    'scan-by-key': () => scan(source, ['ID']),
  }
  const taken = { raw: [] as number[], scan: [] as number[], 'scan-by-key': [] as number[] }
  for (let turn = 0; turn < 3; turn++) {
    for (const way of ['raw', 'scan', 'scan-by-key'] as const) {
      const time = await seconds(async () => {
        const read = await ways[way]()
        if (read !== rows) throw new Error(`${way} read ${read} of ${rows} rows`)
      })
      taken[way].push(time)
    }
  }
  const rate = (way: keyof typeof taken): number => rows / median(taken[way])
  const figure = (way: 'scan' | 'scan-by-key'): Figure => ({
    name: `${way}.${name}`,
    value: Math.round(rate(way)),
    unit: 'rows/s',
    against: "the raw driver's best streaming",
    ratio: rate(way) / rate('raw'),
    peakMemoryMB: peakMemoryMB(),
    ...(way === 'scan' ? { target: 'ratio >= 0.85' } : {}),
  })
  return [
    { name: `raw.${name}`, value: Math.round(rate('raw')), unit: 'rows/s' },
    figure('scan'),
    figure('scan-by-key'),
  ]
}
