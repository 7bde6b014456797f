import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { resourceOf } from '../connections/load-docking.ts'

/** One resource on its way to one exit. */
export interface ChosenExchange {
  readonly resource: string
  readonly exit: 'file' | 'table'
}

const exits = ['file', 'table'] as const

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
    if (!wanted.some((each) => provide[each] !== undefined)) {
      throw new BerthError('MODE_NOT_OFFERED', { resource: id, mode: wanted.join(', ') })
    }
  }
  return Object.values(manifest.resources)
    .filter(({ id, draft }) => (resources.length === 0 ? !draft : resources.includes(id)))
    .flatMap(({ id, provide }) =>
      wanted.filter((each) => provide[each] !== undefined).map((each) => ({ resource: id, exit: each })),
    )
}
