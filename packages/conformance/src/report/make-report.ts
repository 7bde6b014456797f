import { readFileSync } from 'node:fs'
import { BerthError, type Exemption } from '@berth/core'
import { requirements } from '../requirements/requirements.ts'
import { ownerWords } from '../run/owner.ts'
import type { CaseResult, RunResult } from '../run/result.ts'
import {
  type ConformanceReport,
  type MutationScore,
  type ReportedCase,
  type ReportedFinding,
  reportFormat,
} from './conformance-report.ts'
import { replayCommand } from './replay-command.ts'

export interface ReportSettings {
  /** The command that tries a case again. @default by the role */
  readonly replay?: (result: CaseResult) => string
  readonly findings?: readonly ReportedFinding[]
  readonly mutation?: MutationScore
  /**
   * Texts that must not be in it: values of records that the run has seen. A message or an input that holds one is replaced by a
   * remark. Those of three characters or fewer are let be, for they are in every text. @default none
   */
  readonly withheld?: readonly string[]
}

/** The kit that runs. */
export const kit: { readonly name: string; readonly version: string } = (() => {
  const { name, version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as typeof kit
  return { name, version }
})()

/** The report of a run, not yet signed. */
export function conformanceReport(run: RunResult, settings: ReportSettings = {}): ConformanceReport {
  const { findings, mutation, replay = (result) => replayCommand(run, result) } = settings
  const withheld = (settings.withheld ?? []).filter((text) => text.length > 3)
  const tried = new Set(run.results.map(({ clause }) => clause))
  return {
    berthReport: reportFormat,
    contract: run.contract,
    kit,
    role: run.role,
    subject: run.subject,
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    seed: run.seed,
    complete: run.complete,
    reached: run.complete ? run.reached : 'none',
    counts: run.counts,
    ...(mutation === undefined ? {} : { mutation }),
    clauses: requirements
      .filter(({ id }) => tried.has(id))
      .map(({ id, keyword, level, capability, text }) => ({
        id,
        keyword,
        level,
        ...(capability === undefined ? {} : { capability }),
        text,
      })),
    results: run.results.map((result) => reportedCase(result, replay, withheld)),
    ...(findings === undefined ? {} : { findings }),
  }
}

function reportedCase(
  result: CaseResult,
  replay: (result: CaseResult) => string,
  withheld: readonly string[],
): ReportedCase {
  const { id, clause, level, outcome, message, input, owner, error, exemption, notes, seed, durationMs } = result
  const shown = (text: string): string =>
    withheld.some((value) => text.includes(value))
      ? 'withheld here: it quotes a value of a record'
      : text.toWellFormed()
  return {
    case: id,
    clause,
    level,
    outcome,
    ...(message === undefined ? {} : { message: shown(message) }),
    ...(BerthError.is(error) ? { code: error.code } : {}),
    ...(input === undefined ? {} : { input: shown(input) }),
    ...(owner === undefined ? {} : { owner: { id: owner, ...ownWords(owner, error) } }),
    ...(exemption === undefined ? {} : { exemption: wellFormed(exemption) }),
    notes: notes.map(({ zh, en }) => ({ zh: shown(zh), en: shown(en) })),
    seed,
    ...(outcome === 'failed' || outcome === 'exempted' ? { replay: replay(result) } : {}),
    durationMs,
  }
}

function wellFormed({ case: id, reason, owner, expires }: Exemption): Exemption {
  return { case: id, reason: reason.toWellFormed(), owner: owner.toWellFormed(), expires }
}

/** An error that nobody expected says better than its owner what to do next, but where the one tried made it. */
function ownWords(owner: keyof typeof ownerWords, error: unknown): (typeof ownerWords)[typeof owner] {
  const words = ownerWords[owner]
  if (!BerthError.is(error) || owner === 'connector' || owner === 'platform') return words
  return {
    title: words.title,
    next: { zh: error.next('zh'), en: error.next('en') },
  }
}
