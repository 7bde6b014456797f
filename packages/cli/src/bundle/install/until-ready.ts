import { setTimeout as wait } from 'node:timers/promises'
import type { Installation } from './installation.ts'

const pauseMs = 200
const answerMs = 5_000

/** What is to answer there. */
export interface Awaited {
  readonly system: string
  /** The digest of its manifest: what is left of a former agent is not taken for the new one. */
  readonly manifest: string
}

/** Where an agent is asked on its own machine. */
export function localAddress({ host, port }: Pick<Installation, 'host' | 'port'>): string {
  const any: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }
  return `http://${any[host] ?? (host.includes(':') ? `[${host}]` : host)}:${port}`
}

/** Whether anything answers there as an agent does. */
export async function answers(address: string, signal: AbortSignal): Promise<boolean> {
  return (await get(`${address}/health`, signal)) !== undefined
}

/**
 * Waits until the agent of this docking is up and every system behind it answers. Undefined: it is. Else why not, in the words of the
 * last answer: codes of errors, or that there was none.
 */
export async function untilReady(
  address: string,
  awaited: Awaited,
  waitMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  let problem = 'NO_ANSWER'
  for (const end = Date.now() + waitMs; Date.now() < end && !signal.aborted; await pause(signal)) {
    const health = await get(`${address}/health`, signal)
    if (health === undefined) continue
    problem = 'OTHER_AGENT'
    if (health['system'] !== awaited.system || health['manifest'] !== awaited.manifest) continue
    const state = await get(`${address}/ready`, signal)
    if (state?.['ready'] === true) return undefined
    problem = codesOf(state?.['connections'])
  }
  return problem
}

async function pause(signal: AbortSignal): Promise<void> {
  await wait(pauseMs, undefined, { signal }).catch(() => undefined)
}

async function get(url: string, signal: AbortSignal): Promise<Record<string, unknown> | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) })
    const value: unknown = await answer.json()
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** `legacy: SYSTEM_UNREACHABLE` */
function codesOf(connections: unknown): string {
  const found = Object.entries(typeof connections === 'object' && connections !== null ? connections : {})
  const codes = found.flatMap(([name, state]: [string, { readonly ready?: boolean; readonly code?: string }]) =>
    state.ready === true ? [] : [`${name}: ${state.code ?? '?'}`],
  )
  return codes.join(', ') || 'NOT_READY'
}
