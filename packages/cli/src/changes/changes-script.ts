import { BerthError, type ChangeLog, type ChangeOutbox, type ConnectorSession } from '@berth/core'
import type { Resource } from '@berth/manifest'

/** The script that has a system note the changes of one resource. */
export interface ChangesScript {
  readonly resource: string
  readonly connection: string
  readonly dataset: string
  readonly by: 'log' | 'outbox'
  /** Statements for the administrator. Nothing of them was run. */
  readonly script: string
}

/** What is asked for on the command line, over what the manifest says. */
export interface ChangesWishes {
  readonly by: 'log' | 'outbox' | undefined
  /** The name of the log, or the table of the outbox. */
  readonly name: string | undefined
}

/**
 * How the changes of a resource are to be noted: as the manifest says, or as is wished. Throws `KEY_MISSING`, and
 * `PARAMETER_MISSING` where nothing says it.
 */
export function preparation({ from }: Resource, wishes: ChangesWishes): ChangeLog | ChangeOutbox {
  const { changes, dataset, key } = from
  const written = changes?.by === 'log' || changes?.by === 'outbox' ? changes.by : undefined
  const kind = wishes.by ?? written
  if (kind === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: '--by' })
  if (key.length === 0) throw new BerthError('KEY_MISSING', { dataset, purpose: 'follow changes' })
  if (kind === 'log') {
    const name = wishes.name ?? (changes?.by === 'log' ? changes.name : undefined)
    return { kind, key, ...(name === undefined ? {} : { name }) }
  }
  const outbox = wishes.name ?? (changes?.by === 'outbox' ? changes.dataset : undefined)
  if (outbox === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: '--name' })
  return { kind, key, dataset: outbox }
}

/** Has the connector write the script. Rejects with what `prepareChanges` rejects with. */
export async function changesScript(
  session: ConnectorSession,
  resource: Resource,
  wishes: ChangesWishes,
  signal: AbortSignal,
): Promise<ChangesScript> {
  const { id, from } = resource
  const by = preparation(resource, wishes)
  const script = await session.prepareChanges({ dataset: from.dataset, by }, { signal })
  return { resource: id, connection: from.connection, dataset: from.dataset, by: by.kind, script }
}
