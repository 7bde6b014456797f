import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { readFacts } from '../read-facts.ts'
import { agentService } from './choose-service.ts'
import { linkDocking, requireFree } from './docking-links.ts'
import { type Installation, installedPlaces, pointTo, readInstallation, versionAt } from './installation.ts'
import { writeLaunchers } from './launchers.ts'
import { answers, localAddress, untilReady } from './until-ready.ts'

export interface SwitchSettings {
  readonly prefix: string
  readonly installation: Installation
  /** How long the agent has to get ready, in milliseconds. */
  readonly waitMs: number
  readonly signal: AbortSignal
}

const formerWaitMs = 120_000

/**
 * Has an installation run another of its versions: stops the agent, switches, starts it, and asks it until it is ready. Where it does not get
 * ready in time, the version that ran is put back in its place, and is asked too. What the agent remembers is not touched either way.
 *
 * Rejects with `STATE_LOCKED` where an agent that nobody here can stop still runs, `FILE_EXISTS` where a file of somebody else is in the way, both
 * before anything is changed, `UPDATE_ROLLED_BACK` where the former version runs again, and
 * `UPDATE_FAILED` where that does not get ready either.
 */
export async function switchVersion(id: string, settings: SwitchSettings): Promise<void> {
  const { prefix, installation, signal } = settings
  // A version that an interrupted update left on trial is none to go back to.
  const former = (await versionAt(prefix, 'proven')) ?? (await versionAt(prefix, 'current'))
  if (former === undefined) {
    throw new BerthError('INSTALLATION_UNFIT', { folder: prefix, problem: installedPlaces.current })
  }
  const before = (await readInstallation(prefix)) ?? installation
  const address = localAddress(before)
  if (before.service === 'none' && (await answers(address, signal)))
    throw new BerthError('STATE_LOCKED', { held: address })
  await requireFree(prefix, id)
  await agentService(prefix, before).stop()
  await pointTo(prefix, 'proven', former)
  const problem = await tryVersion(id, settings)
  if (problem === undefined) {
    if (former !== id) await pointTo(prefix, 'former', former)
    await endTrial(prefix)
    return
  }
  // The operator may have lost patience; the version that worked is put back all the same, and gets the time that it needs.
  const patience = { waitMs: Math.max(settings.waitMs, formerWaitMs), signal: new AbortController().signal }
  const back = await tryVersion(former, { ...settings, ...patience, installation: before })
  if ((await versionAt(prefix, 'current')) === former) await endTrial(prefix)
  if (back === undefined) throw new BerthError('UPDATE_ROLLED_BACK', { version: id, former, problem })
  throw new BerthError('UPDATE_FAILED', { version: id, former, problem, formerProblem: back })
}

/** Switches to a version and starts it. Undefined: it got ready, and runs on where something keeps it running. */
async function tryVersion(
  id: string,
  { prefix, installation, waitMs, signal }: SwitchSettings,
): Promise<string | undefined> {
  const service = agentService(prefix, installation)
  let problem: string | undefined
  const failed = (error: unknown): void => {
    problem ??= BerthError.from(error, 'INTERNAL', { subject: 'install' }).code
  }
  try {
    const facts = await readFacts(join(prefix, installedPlaces.versions, id))
    await pointTo(prefix, 'current', id)
    await linkDocking(prefix)
    await writeLaunchers(prefix, installation)
    await service.register()
    await service.start()
    problem = await untilReady(localAddress(installation), facts, waitMs, signal)
  } catch (error) {
    failed(error)
  }
  // One that cannot be stopped is replaced all the same.
  if (problem !== undefined || installation.service === 'none') await service.stop().catch(failed)
  return problem
}

async function endTrial(prefix: string): Promise<void> {
  await rm(join(prefix, installedPlaces.proven), { force: true })
}

/** Removes what is no more than in the way: every version but the current and the former one. */
export async function removeOldVersions(prefix: string, ids: readonly string[]): Promise<readonly string[]> {
  const kept = [await versionAt(prefix, 'current'), await versionAt(prefix, 'former')]
  const old = ids.filter((id) => !kept.includes(id))
  for (const id of old) await rm(join(prefix, installedPlaces.versions, id), { recursive: true, force: true })
  return old
}
