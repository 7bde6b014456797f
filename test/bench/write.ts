import { type Field, openSession, type Row } from '@berth/core'
import { connectorOf } from './access.ts'
import { type Figure, median, peakMemoryMB, seconds } from './measure.ts'
import type { BenchSource } from './sources.ts'

/** What the agent sends in one batch. */
const batchRows = 1000

/** The columns that are written, of the kinds that a registry has. */
export const written: readonly Field[] = [
  { name: 'ID', type: { name: 'integer' } },
  { name: 'XM', type: { name: 'text' } },
  { name: 'SFZH', type: { name: 'text' } },
  { name: 'LXDH', type: { name: 'text' } },
  { name: 'JE', type: { name: 'decimal' } },
  { name: 'DJRQ', type: { name: 'date' } },
  { name: 'GXSJ', type: { name: 'datetime' } },
  { name: 'BZ', type: { name: 'text' } },
]

/** Rows in batches, the same in every run. */
export function batches(rows: number): Row[][] {
  const made = Array.from({ length: rows }, (_, index): Row => {
    const id = index + 1
    const day = `20${10 + (id % 15)}-${String(1 + (id % 12)).padStart(2, '0')}-${String(1 + (id % 28)).padStart(2, '0')}`
    const amount = `${1000 + (id % 90_000)}.${String(id % 10_000).padStart(4, '0')}`
    const time = `${day}T08:${String(id % 60).padStart(2, '0')}:17.123`
    return [
      id,
      '某某',
      '110105194912310021',
      `135${10_000_000 + id}`,
      amount,
      day,
      time,
      `第${id % 977}号窗口受理，材料齐全`,
    ]
  })
  return Array.from({ length: Math.ceil(rows / batchRows) }, (_, at) =>
    made.slice(at * batchRows, (at + 1) * batchRows),
  )
}

/** The driver's fastest bulk path and the connector in turn: the same batches, a commit behind each. */
export async function writeFigures(name: string, source: BenchSource, rows: number): Promise<Figure[]> {
  const parts = batches(rows)
  const { place } = source
  const connector = connectorOf(place)
  let run = 0
  const apply = async (mode: 'insert' | 'upsert'): Promise<void> => {
    await using session = await openSession(
      connector,
      { ...place.options },
      { access: 'write', callTimeoutMs: 300_000 },
    )
    run++
    for (const [number, part] of parts.entries()) {
      const { applied } = await session.apply({
        dataset: 'T_W',
        fields: written,
        rows: part,
        key: ['ID'],
        mode,
        batch: `bench-${process.pid}-${run}-${number}`,
        onReject: 'skip',
      })
      if (applied !== part.length) throw new Error(`${applied} of ${part.length} rows were applied`)
    }
  }
  const taken = { raw: [] as number[], insert: [] as number[], upsert: [] as number[] }
  for (let turn = 0; turn < 7; turn++) {
    await source.emptyTarget()
    taken.raw.push(await seconds(() => source.writeRaw(parts)))
    await source.emptyTarget()
    taken.insert.push(await seconds(() => apply('insert')))
    taken.upsert.push(await seconds(() => apply('upsert')))
    if ((await source.countTarget()) !== rows) throw new Error('the target does not hold the rows')
  }
  const rate = (way: keyof typeof taken): number => rows / median(taken[way])
  return [
    { name: `raw-write.${name}`, value: Math.round(rate('raw')), unit: 'rows/s' },
    ...(['insert', 'upsert'] as const).map((way) => ({
      name: `write-${way}.${name}`,
      value: Math.round(rate(way)),
      unit: 'rows/s',
      against: "the raw driver's fastest bulk path",
      ratio: rate(way) / rate('raw'),
      peakMemoryMB: peakMemoryMB(),
      ...(way === 'insert' ? { target: 'ratio >= 0.70' } : {}),
    })),
  ]
}
