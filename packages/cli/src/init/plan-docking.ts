import { BerthError } from '@berth/core'
import { loadConnector } from '../connections/load-connector.ts'
import type { AskDocking } from './ask-docking.ts'
import type { DockingPlan } from './docking-plan.ts'
import { ownerCodeProblem, systemIdProblem } from './docking-problems.ts'
import { guessSystemId } from './guess-system-id.ts'
import { connectorPackage } from './known-connectors.ts'

/** What the command line says of a new docking. What is absent is asked for, guessed, or missing. */
export interface DockingWishes {
  readonly folder: string
  readonly connector?: string | undefined
  readonly systemId?: string | undefined
  readonly title?: string | undefined
  readonly owner?: string | undefined
  readonly ownerCode?: string | undefined
  readonly options: Readonly<Record<string, string>>
}

/**
 * Completes the wishes to a plan: by asking where there is somebody to ask, else by guessing the system id from the
 * folder's name. Throws `PARAMETER_MISSING` or `PARAMETER_INVALID`.
 */
export async function planDocking(wishes: DockingWishes, ask?: AskDocking): Promise<DockingPlan> {
  const systemIdGuess = guessSystemId(wishes.folder)
  const connector = connectorPackage(wishes.connector ?? (await ask?.connector()) ?? missing('connector'))
  const systemId = wishes.systemId ?? (await ask?.systemId(systemIdGuess)) ?? systemIdGuess ?? missing('system-id')
  const title = wishes.title ?? (await ask?.title()) ?? missing('title')
  const owner = wishes.owner ?? (await ask?.owner()) ?? missing('owner')
  const code = wishes.ownerCode ?? (await ask?.ownerCode()) ?? missing('owner-code')
  refuse('system-id', systemIdProblem(systemId))
  refuse('owner-code', ownerCodeProblem(code))
  const manifest = await connectorManifest(connector, wishes.folder)
  const asked = ask === undefined || manifest === undefined ? {} : await ask.options(manifest, wishes.options)
  return {
    folder: wishes.folder,
    systemId,
    title,
    owner: { title: owner, code },
    connector,
    ...(manifest === undefined ? {} : { manifest }),
    options: { ...wishes.options, ...asked },
  }
}

async function connectorManifest(use: string, folder: string): Promise<DockingPlan['manifest']> {
  try {
    return (await loadConnector(use, folder)).manifest
  } catch (error) {
    if (BerthError.is(error) && error.code === 'CONNECTOR_MISSING') return undefined
    throw error
  }
}

function missing(flag: string): never {
  throw new BerthError('PARAMETER_MISSING', { parameter: `--${flag}` })
}

function refuse(flag: string, problem: string | undefined): void {
  if (problem !== undefined) throw new BerthError('PARAMETER_INVALID', { parameter: `--${flag}`, problem })
}
