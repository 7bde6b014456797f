import { statSync } from 'node:fs'
import path from 'node:path'
import { openSqliteState, runExchange } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { manifestFor, openerFor } from './access.ts'
import { type Figure, median, peakMemoryMB, seconds } from './measure.ts'
import type { BenchSource } from './sources.ts'

/** Carries the whole table to a file: typed, checked, withheld above the clearance, serialised, delivered, receipted. */
export async function exchange(
  source: BenchSource,
  rows: number,
  manifest: DockingManifest = manifestFor(source.place, source.folder),
): Promise<void> {
  await using state = openSqliteState(path.join(source.folder, '.berth'), manifest.system.id)
  const result = await runExchange({
    manifest,
    resource: 'registry',
    exit: 'file',
    openConnection: openerFor(source.place),
    state,
    rejectsFolder: path.join(source.folder, 'rejects'),
    waitingFolder: path.join(source.folder, 'waiting'),
    restart: true,
  })
  const [file] = result.files
  if (result.rows !== rows || result.rejected !== 0 || file === undefined || statSync(file).size < rows * 100) {
    throw new Error(
      `the exchange did not carry ${rows} rows: ${JSON.stringify({ rows: result.rows, rejected: result.rejected, files: result.files })}`,
    )
  }
}

/** The raw driver and the journey in turn, in this process; the medians of both. */
export async function exchangeFigures(
  name: string,
  source: BenchSource,
  rows: number,
  target: string,
): Promise<Figure[]> {
  const raw: number[] = []
  const journey: number[] = []
  for (let turn = 0; turn < 3; turn++) {
    raw.push(
      await seconds(async () => {
        const read = await source.readRaw()
        if (read !== rows) throw new Error(`the raw driver read ${read} of ${rows} rows`)
      }),
    )
    journey.push(await seconds(() => exchange(source, rows)))
  }
  const rawRate = rows / median(raw)
  const rate = rows / median(journey)
  const against = 'the raw driver, reading only'
  return [
    { name: `raw.${name}`, value: Math.round(rawRate), unit: 'rows/s' },
    {
      name: `exchange.${name}`,
      value: Math.round(rate),
      unit: 'rows/s',
      against,
      ratio: rate / rawRate,
      peakMemoryMB: peakMemoryMB(),
      target: `ratio >= ${target}`,
    },
  ]
}

/** The journey alone at growing sizes: time by row, and peak memory above the idle process. */
export async function growthFigures(name: string, open: (rows: number) => Promise<BenchSource>): Promise<Figure[]> {
  const figures: Figure[] = []
  const perRow = new Map<number, number>()
  const sizes = [10_000, 1_000_000, 5_000_000]
  const idle = process.memoryUsage.rss() / 1_048_576
  for (const rows of sizes) {
    await using source = await open(rows)
    let peak = idle
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss() / 1_048_576)
    }, 20)
    const taken = await seconds(() => exchange(source, rows))
    clearInterval(watch)
    perRow.set(rows, taken / rows)
    figures.push({
      name: `growth.${name}.${rows}`,
      value: Math.round(rows / taken),
      unit: 'rows/s',
      peakMemoryMB: Math.round(peak),
      against: 'the idle process, MB above it',
      ratio: Math.round(peak - idle),
      target: 'at most 120 MB above idle',
    })
  }
  const linear = (perRow.get(5_000_000) ?? 0) / (perRow.get(1_000_000) ?? 1)
  figures.push({
    name: `growth.${name}.linear`,
    value: linear,
    unit: 'time/row',
    against: 'one million rows',
    ratio: linear,
    target: '<= 1.10',
  })
  return figures
}
