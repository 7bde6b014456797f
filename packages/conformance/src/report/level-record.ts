import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { Level } from '../requirements/requirement.ts'
import { ConformanceFailure } from '../run/expect.ts'
import type { RunResult } from '../run/result.ts'

/** What a connector says that it reached, kept beside its sources, and held against every run. */
export interface LevelRecord {
  readonly contract: string
  readonly level: Level | 'none'
  /** What it was tried against when it was last recorded. */
  readonly system: string
  /** The day it was last recorded, a `date`. */
  readonly on: string
  /** What else one has to know of it: that the system was not a real one. */
  readonly remark?: string
}

/** Where the level of a connector is kept, and what one has to know of the system that it was tried against. */
export interface RecordSettings {
  readonly file: URL
  /** What the system is called. @default what it calls itself */
  readonly system?: string
  /** That it was not a real one. */
  readonly remark?: string
}

/**
 * Writes the record of a run where the environment variable `BERTH_RECORD` is set, else fails with a `ConformanceFailure` unless the record
 * that is there says what came.
 */
export async function holdRecord({ file, system, remark }: RecordSettings, run: RunResult): Promise<void> {
  const { contract, reached: level, subject, startedAt, complete, counts } = run
  if (!complete) throw new ConformanceFailure('only some of the cases were tried: a record needs all of them')
  if (counts.failed > 0) throw new ConformanceFailure(`${counts.failed} cases failed: that is no level to record`)
  if (process.env['BERTH_RECORD'] !== undefined) {
    const called = system ?? subject.system ?? subject.name
    const about = remark === undefined ? {} : { remark }
    const record: LevelRecord = { contract, level, system: called, on: startedAt.slice(0, 10), ...about }
    await mkdir(new URL('.', file), { recursive: true })
    await writeFile(file, `${JSON.stringify(record, undefined, 2)}\n`)
    return
  }
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) throw new ConformanceFailure('there is no record of the level; BERTH_RECORD=1 makes it')
  const kept = JSON.parse(text) as LevelRecord
  if (kept.contract === contract && kept.level === level && kept.remark === remark) return
  throw new ConformanceFailure(
    `the record says level ${kept.level} of contract ${kept.contract}, this run reached ${level} of ${contract}; BERTH_RECORD=1 records it`,
  )
}
