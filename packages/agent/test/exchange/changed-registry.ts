import { join } from 'node:path'
import { connector } from '@berth/connector-sqlite'
import { openSession } from '@berth/core'
import type { ChangesSource, Resource } from '@berth/manifest'
import { changeSource } from './shown-state.ts'

/** The ways of telling changes that tell deletes, and that the source of the registry has. */
export const tellingDeletes = ['outbox', 'snapshot'] as const

export type TellingDeletes = (typeof tellingDeletes)[number]

const ways: Readonly<Record<TellingDeletes, ChangesSource>> = {
  outbox: { by: 'outbox', dataset: 'BERTH_CHANGES' },
  snapshot: { by: 'snapshot' },
}

/** What the resource's source becomes where changes are told so. */
export function fromChanges(by: TellingDeletes): Pick<Resource, 'from'> {
  return { from: { connection: 'source', dataset: 'PERSON', key: ['ID'], changes: ways[by] } }
}

/** Does what the administrator has to do for it. */
export async function prepareChanges(folder: string, by: TellingDeletes): Promise<void> {
  if (by !== 'outbox') return
  const file = join(folder, 'source.sqlite')
  await using session = await openSession(connector, { file }, { access: 'write' })
  const outbox = { kind: 'outbox', key: ['ID'], dataset: 'BERTH_CHANGES' } as const
  const script = await session.prepareChanges({ dataset: 'PERSON', by: outbox })
  // The script has a transaction of its own.
  changeSource(folder, (source) => source.exec(`COMMIT; ${script}; BEGIN`))
}
