import { BerthError } from '@berth/core'
import type { DockingManifest, ProvideModes } from '@berth/manifest'
import { resourceOf } from '../connections/load-docking.ts'

/** Where a resource goes: out by one of two exits, or into the replica that answers while its system is down. */
export type Exit = (typeof exits)[number]

const exits = ['file', 'table', 'replica'] as const

/** One resource on its way to one exit. */
export interface ChosenExchange {
  readonly resource: string
  readonly exit: Exit
}

/**
 * The exchanges to run: those of the resources named, else of all that are no drafts; with `exit` only that one.
 * Throws `RESOURCE_UNKNOWN`, or `MODE_NOT_OFFERED` where a resource that was named offers none of them.
 */
export function chosenExchanges(
  manifest: DockingManifest,
  resources: readonly string[],
  exit: string | undefined,
): ChosenExchange[] {
  const wanted = exits.filter((each) => exit === undefined || each === exit)
  for (const id of resources) {
    const { provide } = resourceOf(manifest, id)
    if (!wanted.some((each) => offers(provide, each))) {
      throw new BerthError('MODE_NOT_OFFERED', { resource: id, mode: wanted.join(', ') })
    }
  }
  return Object.values(manifest.resources)
    .filter(({ id, draft }) => (resources.length === 0 ? !draft : resources.includes(id)))
    .flatMap(({ id, provide }) =>
      wanted.filter((each) => offers(provide, each)).map((each) => ({ resource: id, exit: each })),
    )
}

function offers({ file, table, parameter }: ProvideModes, exit: Exit): boolean {
  if (exit === 'replica') return parameter?.replica !== undefined
  return (exit === 'file' ? file : table) !== undefined
}
