import { BerthError } from '@berth/core'
import { tell } from '../messages/say.ts'
import type { AskDocking } from './ask-docking.ts'
import { connectorFacts } from './connector-facts.ts'
import type { DockingPlan } from './docking-plan.ts'
import { ownerCodeProblem, systemIdProblem } from './docking-problems.ts'
import { guessSystemId } from './guess-system-id.ts'
import { connectorPackage } from './known-connectors.ts'
import type { NearbySystem } from './nearby-systems.ts'
import { sampleDocking } from './sample-database.ts'

/** What the command line says of a new docking. What is absent is asked for, guessed, or missing. */
export interface DockingWishes {
  readonly folder: string
  readonly connector?: string | undefined
  readonly systemId?: string | undefined
  readonly title?: string | undefined
  readonly owner?: string | undefined
  readonly ownerCode?: string | undefined
  readonly options: Readonly<Record<string, string>>
  /** What was found near by. @default nothing */
  readonly near?: readonly NearbySystem[]
  readonly ci?: string | undefined
  readonly pin?: boolean
  /** Dock a sample database that is written beside. @default false */
  readonly sample?: boolean
}

/**
 * Completes the wishes to a plan: by asking where there is somebody to ask, else by guessing from what lies near by and from the
 * folder's name. Throws `PARAMETER_MISSING` or `PARAMETER_INVALID`.
 */
export async function planDocking(wishes: DockingWishes, ask?: AskDocking): Promise<DockingPlan> {
  const systemIdGuess = guessSystemId(wishes.folder)
  const system = wishes.sample === true ? sampleSystem : await nearbySystem(wishes, ask)
  const named = system?.connector ?? wishes.connector ?? (await ask?.connector()) ?? missing('connector')
  const connector = connectorPackage(named)
  const systemId = wishes.systemId ?? (await ask?.systemId(systemIdGuess)) ?? systemIdGuess ?? missing('system-id')
  const known = wishes.sample === true ? sampleWords() : undefined
  const title = wishes.title ?? known?.title ?? (await ask?.title()) ?? missing('title')
  const owner = wishes.owner ?? known?.owner ?? (await ask?.owner()) ?? missing('owner')
  const code = wishes.ownerCode ?? known?.ownerCode ?? (await ask?.ownerCode()) ?? missing('owner-code')
  refuse('system-id', systemIdProblem(systemId))
  refuse('owner-code', ownerCodeProblem(code))
  const manifest = await connectorFacts(connector, wishes.folder)
  const given = { ...system?.options, ...wishes.options }
  const asked = manifest === undefined ? {} : ((await ask?.options(manifest, given)) ?? {})
  const options = { ...given, ...asked }
  const secrets = manifest === undefined ? {} : ((await ask?.secrets(manifest, options)) ?? {})
  return {
    folder: wishes.folder,
    systemId,
    title,
    owner: { title: owner, code },
    connector,
    ...(manifest === undefined ? {} : { manifest }),
    options,
    secrets,
    ...(wishes.ci === undefined ? {} : { ci: wishes.ci }),
    ...(wishes.sample === true || system === undefined ? {} : { guessed: system.found }),
    pin: wishes.pin === true,
    sample: wishes.sample === true,
  }
}

const sampleSystem: NearbySystem = {
  connector: 'sqlite',
  options: { file: sampleDocking.file },
  found: sampleDocking.file,
}

function sampleWords(): { readonly title: string; readonly owner: string; readonly ownerCode: string } {
  const { title, owner, ownerCode } = sampleDocking
  return { title: tell(title), owner: tell(owner), ownerCode }
}

/** The one system near by that fits the connector, or that the person chooses; undefined where none does. */
async function nearbySystem(wishes: DockingWishes, ask: AskDocking | undefined): Promise<NearbySystem | undefined> {
  const wished = wishes.connector === undefined ? undefined : connectorPackage(wishes.connector)
  const fitting = (wishes.near ?? []).filter(
    ({ connector }) => wished === undefined || connectorPackage(connector) === wished,
  )
  if (wished === undefined && ask !== undefined && fitting.length > 0) return await ask.system(fitting)
  return fitting.length === 1 ? fitting[0] : undefined
}

function missing(flag: string): never {
  throw new BerthError('PARAMETER_MISSING', { parameter: `--${flag}` })
}

function refuse(flag: string, problem: string | undefined): void {
  if (problem !== undefined) throw new BerthError('PARAMETER_INVALID', { parameter: `--${flag}`, problem })
}
