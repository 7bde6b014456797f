import {
  type CaseResult,
  dockingCases,
  levels,
  type RunResult,
  type RunSettings,
  replayCommand,
  runDockingConformance,
} from '@berth/conformance'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { maskable } from '../../connections/mask-key.ts'
import type { CheckedDocking } from '../check-docking.ts'
import { chosenCases } from '../chosen-cases.ts'
import { terminalReporter } from '../terminal-reporter.ts'
import { dockingSubject } from './docking-subject.ts'

export interface LiveSettings {
  readonly only: readonly string[] | undefined
  readonly seed: number | undefined
  readonly level: string | undefined
  /** Takes the lines that tell what was found. */
  readonly print: (lines: readonly string[]) => void
  /** Whether progress is shown on standard error. */
  readonly progress: boolean
  readonly signal: AbortSignal
}

/** The cases for a docking that `--only` names. Throws `PARAMETER_INVALID` for a name that none answers to. */
export function chosenLive(only: readonly string[] | undefined): readonly string[] | undefined {
  return chosenCases(dockingCases, only)
}

/**
 * Tries a docking whose manifest holds, and whose systems were all reached, with the conformance kit: by its real agent and its real
 * connections, for reading only, over a state that is removed. Undefined: it was not tried, and what was found says why.
 *
 * Rejects with `PARAMETER_INVALID` where `only` names no case, and with `ABORTED`.
 */
export async function checkLive(
  { result, source, manifest }: CheckedDocking,
  settings: LiveSettings,
): Promise<RunResult | undefined> {
  const { seed, print, progress, signal } = settings
  const only = chosenLive(settings.only)
  const reached = Object.keys(manifest?.connections ?? {}).every((id) => result.live?.[id] !== undefined)
  if (manifest === undefined || result.errors > 0 || !reached) return undefined
  const level = levels.find((each) => each === settings.level)
  const subject = await dockingSubject({ manifest: maskable(withoutTls(manifest)), text: source.text })
  const replay = (tried: CaseResult): string =>
    replayCommand({ role: 'docking', subject: { name: manifest.system.id, digests: {} } }, tried)
  const wanted: RunSettings = {
    reporter: terminalReporter({ print, progress, replay }),
    signal,
    ...(only === undefined ? {} : { only }),
    ...(seed === undefined ? {} : { seed }),
    ...(level === undefined ? {} : { level }),
  }
  const run = await runDockingConformance(subject, wanted)
  if (signal.aborted) throw new BerthError('ABORTED', { call: 'check' })
  return run
}

/** A run as it is printed: what was thrown is left out, for it is told in the message. */
export function plainRun(run: RunResult): RunResult {
  return { ...run, results: run.results.map(({ error: _error, ...result }) => result) }
}

/** The kit asks the agent over the loopback, and has no certificate to show. */
function withoutTls({ serve: _serve, ...manifest }: DockingManifest): DockingManifest {
  return manifest
}
