import type { DockingManifest } from '@berth/manifest'
import { checkDocking } from '../check/check-docking.ts'
import { asBerthError } from '../command/as-berth-error.ts'
import { type CheckPoint, failurePoint, findingPoint, mismatchPoint, without } from './check-points.ts'

/** What is known of a docking from its last check. */
export interface CheckState {
  /** The last manifest that could be used. Undefined: there was none yet. */
  readonly manifest?: DockingManifest
  /** Whether that is the one that lies there now. */
  readonly sound: boolean
  /** Found in the files of the folder and in connectors. */
  readonly offline: readonly CheckPoint[]
  /** Found in the systems, when they were last looked at. */
  readonly live: readonly CheckPoint[]
  /** Product and version by connection, where the system was reached. */
  readonly systems: Readonly<Record<string, string>>
}

/** Before the first check. */
export const unchecked: CheckState = { sound: false, offline: [], live: [], systems: {} }

/** Checks the files of the current folder; what was found in the systems stays as it was. Rejects with `ABORTED` only. */
export async function checkFiles(before: CheckState, signal: AbortSignal): Promise<CheckState> {
  try {
    const { result, manifest } = await checkDocking({ folder: '.', live: false, signal })
    const offline = [...result.findings.map(findingPoint), ...result.problems.map(mismatchPoint)]
    return { ...before, offline, sound: manifest !== undefined, ...(manifest === undefined ? {} : { manifest }) }
  } catch (failure) {
    return { ...before, sound: false, offline: [failurePoint(notAborted(failure))] }
  }
}

/** Compares with the systems behind the connections as well. Rejects with `ABORTED` only. */
export async function checkSystems(before: CheckState, signal: AbortSignal): Promise<CheckState> {
  try {
    const { result } = await checkDocking({ folder: '.', live: true, signal })
    const live = without(result.problems.map(mismatchPoint), before.offline)
    return { ...before, live, systems: result.live ?? {} }
  } catch (failure) {
    return { ...before, live: [failurePoint(notAborted(failure))], systems: {} }
  }
}

/** All that was found. */
export function pointsOf({ offline, live }: CheckState): readonly CheckPoint[] {
  return [...offline, ...live]
}

function notAborted(failure: unknown): unknown {
  const error = asBerthError(failure)
  if (error.code === 'ABORTED') throw error
  return error
}
