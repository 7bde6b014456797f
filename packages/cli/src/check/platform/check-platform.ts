import {
  type CaseResult,
  levels,
  platformCases,
  type RunResult,
  replayCommand,
  runPlatformConformance,
} from '@berth/conformance'
import { BerthError } from '@berth/core'
import { chosenCases } from '../chosen-cases.ts'
import { terminalReporter } from '../terminal-reporter.ts'
import { adminToken, requireToken } from './admin-token.ts'
import { isLoopback, platformPlace } from './platform-place.ts'

export interface PlatformCheckSettings {
  /** The address as it was given. */
  readonly platform: string
  /** The file with the administrator's token. */
  readonly tokenFile: string | undefined
  readonly agentUrl: string | undefined
  readonly agentListen: string | undefined
  readonly yes: boolean
  /** Where secrets are looked for. */
  readonly folder: string
  readonly only: readonly string[] | undefined
  readonly seed: number | undefined
  readonly level: string | undefined
  readonly print: (lines: readonly string[]) => void
  readonly progress: boolean
  readonly signal: AbortSignal
}

/** What `berth check --platform --json` prints. */
export interface PlatformCheckResult extends RunResult {
  readonly ok: boolean
}

const reachTimeoutMs = 10_000

/**
 * Tries a platform with the conformance kit, which acts as agent, consumer and administrator.
 *
 * Rejects with `PLATFORM_UNREACHABLE`, `SECRET_MISSING` (no token, although more than a few cases are to be tried),
 * `ABORTED`, `PARAMETER_INVALID`, and what `platformPlace` and `adminToken` say.
 */
export async function checkPlatform(settings: PlatformCheckSettings): Promise<PlatformCheckResult> {
  const { seed, signal, print, progress } = settings
  const only = chosenCases(platformCases, settings.only)
  const { url, agent } = platformPlace(settings)
  const token = await adminToken(settings.tokenFile, settings.folder)
  if (only === undefined) requireToken(token)
  await reach(url, signal)
  const level = levels.find((known) => known === settings.level)
  const run = await runPlatformConformance({
    url,
    agent,
    ...(token === undefined ? {} : { adminToken: token }),
    ...(only === undefined ? {} : { only }),
    ...(seed === undefined ? {} : { seed }),
    ...(level === undefined ? {} : { level }),
    reporter: terminalReporter({
      print,
      progress,
      replay: (result) => replayOf(settings, result),
    }),
    signal,
  })
  if (signal.aborted) throw new BerthError('ABORTED', { call: 'check' })
  const results = run.results.map(({ error: _error, ...result }) => result)
  return { ok: run.counts.failed === 0, ...run, results }
}

/** The command that tries one case again, on the platform as it was given here. */
function replayOf(
  { platform, tokenFile, agentUrl, agentListen, yes }: PlatformCheckSettings,
  result: CaseResult,
): string {
  const given = { '--admin-token-file': tokenFile, '--agent-url': agentUrl, '--agent-listen': agentListen }
  const more = Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))
  const command = replayCommand({ role: 'platform', subject: { name: platform, digests: {} } }, result)
  return [command, ...more, ...(yes ? ['--yes'] : [])].join(' ')
}

/** Whether a run writes to a platform that is not on this machine: its administrator is told what before. */
export function writesElsewhere(platform: string): boolean {
  return URL.canParse(platform) && !isLoopback(new URL(platform).hostname)
}

async function reach(url: string, signal: AbortSignal): Promise<void> {
  try {
    const answer = await fetch(`${url}/health`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(reachTimeoutMs)]),
    })
    await answer.arrayBuffer()
  } catch (cause) {
    if (signal.aborted) throw new BerthError('ABORTED', { call: 'check' }, { cause })
    throw new BerthError('PLATFORM_UNREACHABLE', { url }, { cause })
  }
}
