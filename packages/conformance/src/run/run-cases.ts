import { type Level, levels } from '../requirements/requirement.ts'
import { contractVersion, requirementOf } from '../requirements/requirements.ts'
import { ConformanceFailure } from './expect.ts'
import { likelyOwner } from './likely-owner.ts'
import type { Note } from './note.ts'
import { randomFrom } from './random.ts'
import type { Reporter } from './reporter.ts'
import { type CaseResult, countOutcomes, type Outcome, type RunResult } from './result.ts'
import type { Opened, RoleCase, RoleKit } from './role-case.ts'

export interface RunSettings {
  /** @default a new one for each run */
  readonly seed?: number
  /** Only these cases, by id, by the beginning of one up to a `/`, or by clause. */
  readonly only?: readonly string[]
  /** Cases of this level and those below. @default 'full' */
  readonly level?: Level
  readonly reporter?: Reporter
  /** The longest that one case may take, in milliseconds. @default 120000 */
  readonly caseTimeoutMs?: number
  /** Ends the run behind the case that is being tried. */
  readonly signal?: AbortSignal
}

/** Tries a subject with the cases of its role, one after the other. Never rejects because of the subject. */
export async function runCases<Context, Case extends RoleCase<Context>>(
  kit: RoleKit<Context, Case>,
  settings: RunSettings = {},
): Promise<RunResult> {
  const { seed = newSeed(), only, level = 'full', reporter, signal } = settings
  const started = Date.now()
  const chosen = kit.cases.filter(
    (tried) =>
      (only === undefined || only.some((name) => isNamed(tried, name))) &&
      levels.indexOf(levelOf(tried)) <= levels.indexOf(level),
  )
  reporter?.started?.(chosen.length)
  const results: CaseResult[] = []
  for (const tried of chosen) {
    if (signal?.aborted === true) break
    reporter?.trying?.(tried.id)
    const result = await runCase(kit, tried, seed, settings.caseTimeoutMs)
    results.push(result)
    reporter?.tried?.(result)
  }
  const run = runResult(kit, seed, started, results)
  reporter?.ended?.(run)
  return run
}

/** Whether a name means this case: its id, the beginning of it up to a `/`, or its clause. */
export function isNamed({ id, clause }: Pick<RoleCase<never>, 'id' | 'clause'>, name: string): boolean {
  return id === name || clause === name || id.startsWith(`${name}/`)
}

/** What the results of a run come to. */
export function runResult<Context, Case extends RoleCase<Context>>(
  kit: RoleKit<Context, Case>,
  seed: number,
  started: number,
  results: readonly CaseResult[],
): RunResult {
  const tried = new Set(results.map(({ id }) => id))
  return {
    role: kit.role,
    subject: kit.subject,
    contract: contractVersion,
    seed,
    startedAt: new Date(started).toISOString(),
    durationMs: Date.now() - started,
    complete: kit.cases.every(({ id }) => tried.has(id)),
    results,
    counts: countOutcomes(results),
    reached: reachedBy(kit.cases, results),
  }
}

/** Tries one case. An exemption of a case that passes is a failure too: it says what is not so. */
export async function runCase<Context, Case extends RoleCase<Context>>(
  kit: RoleKit<Context, Case>,
  tried: Case,
  seed: number,
  caseTimeoutMs = 120_000,
): Promise<CaseResult> {
  const started = performance.now()
  const exemption = kit.exemptions.find((known) => known.case === tried.id)
  const missing = kit.missing(tried)
  let notes: readonly Note[] = []
  let opened: Opened<Context> | undefined
  const done = (outcome: Outcome, found: Partial<CaseResult> = {}): CaseResult => ({
    id: tried.id,
    clause: tried.clause,
    level: levelOf(tried),
    outcome,
    ...found,
    notes,
    seed,
    durationMs: Math.round(performance.now() - started),
  })
  const about = (error: unknown): Partial<CaseResult> => {
    const input = error instanceof ConformanceFailure && error.input !== undefined ? error.input : opened?.input?.()
    const message = error instanceof Error ? error.message : String(error)
    return input === undefined ? { message } : { message, input }
  }
  const failed = (error: unknown): CaseResult =>
    done('failed', { ...about(error), owner: likelyOwner(kit.role, error, tried.owner), error })
  try {
    opened = await within(kit.open(randomFrom(seed)), caseTimeoutMs)
    notes = opened.notes
    const trying = missing === undefined ? tried.run(opened.context) : kit.tryMissing(opened.context, missing)
    try {
      await within(trying, caseTimeoutMs)
    } finally {
      await within(opened.end(), caseTimeoutMs)
    }
  } catch (error) {
    if (exemption === undefined) return failed(error)
    const why = about(error)
    if (!isDay(exemption.expires))
      return failed(new ConformanceFailure(`its exemption has no last day, as 2027-03-31: ${why.message}`))
    if (!isWithinReach(exemption.expires, Date.now()))
      return failed(
        new ConformanceFailure(`its exemption lasts beyond ${longestExemptionDays} days from now: ${why.message}`),
      )
    if (exemption.expires >= new Date().toISOString().slice(0, 10)) return done('exempted', { ...why, exemption })
    return failed(new ConformanceFailure(`its exemption ended on ${exemption.expires}: ${why.message}`))
  }
  if (missing !== undefined) return done('not-applicable', { message: `${missing} is not declared` })
  if (exemption === undefined) return done('passed')
  return failed(new ConformanceFailure(`passes, although an exemption says that it fails: ${exemption.reason}`))
}

/** Whether a text is a day that there is, as `2027-03-31`. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** How far ahead the last day of an exemption may be: what is exempted for longer is not meant to be mended. */
export const longestExemptionDays = 400

/** Whether a day is at most so many days behind a moment, in milliseconds since 1970, that an exemption may last until then. */
export function isWithinReach(day: string, from: number): boolean {
  return Date.parse(`${day}T00:00:00Z`) <= from + longestExemptionDays * 86_400_000
}

/** The level that a case belongs to. */
export function levelOf({ clause, level }: Pick<RoleCase<never>, 'clause' | 'level'>): Level {
  return level ?? requirementOf(clause).level
}

/** The seed given in the environment variable `BERTH_SEED`, or a new one. */
export function newSeed(): number {
  const given = Number(process.env['BERTH_SEED'])
  return Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 0xffffffff) + 1
}

/** A case that was not tried counts as one that failed. A level of which nothing applied was not reached either. */
export function reachedBy(
  cases: readonly Pick<RoleCase<never>, 'id' | 'clause' | 'level'>[],
  results: readonly Pick<CaseResult, 'id' | 'outcome'>[],
): Level | 'none' {
  const outcomes = new Map(results.map(({ id, outcome }) => [id, outcome]))
  let reached: Level | 'none' = 'none'
  for (const level of levels) {
    const asked = cases.filter((tried) => levelOf(tried) === level).map(({ id }) => outcomes.get(id) ?? 'failed')
    if (asked.includes('failed') || !asked.includes('passed')) return reached
    reached = level
  }
  return reached
}

async function within<Result>(trying: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ConformanceFailure(`did not end within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([trying, late])
  } finally {
    clearTimeout(timer)
  }
}
