import { hash as digestOf, randomUUID } from 'node:crypto'
import type { ReceiptEntry } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { Permit } from '@berth/trust'
import type { OpenConnection } from '../sessions/open-connection.ts'
import { SessionPool } from '../sessions/session-pool.ts'
import type { StatePort } from '../state/state-port.ts'
import type { GivenValues } from './given-values.ts'
import { LookupService } from './lookup-service.ts'
import { ReceiptGroups } from './receipt-groups.ts'

export interface AskResourceOptions {
  readonly manifest: DockingManifest
  /** The resource's id. */
  readonly resource: string
  /** The values asked by, by item id, in canonical form. */
  readonly by: GivenValues
  readonly permit: Permit
  readonly openConnection: OpenConnection
  /** Absent: no receipt is written, as for a developer's look at test data. */
  readonly state?: StatePort
  /** Whom the receipt names. @default 'local' */
  readonly consumer?: string
  readonly signal?: AbortSignal
}

/** The answer to a question asked on this machine. */
export interface LocalAnswer {
  /** `<system>/<resource>` */
  readonly resource: string
  readonly items: readonly string[]
  readonly withheld: ReceiptEntry['withheld']
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[]
  readonly more: boolean
  readonly receipt?: { readonly number: number; readonly hash: string }
}

/**
 * Asks a resource by parameter without HTTP: the same checks, the same guard, the same answer.
 *
 * Rejects with `RESOURCE_UNKNOWN`, `RESOURCE_DRAFT`, `MODE_NOT_OFFERED`, a `PARAMETER_` code, `EXIT_WITHOUT_CLEARANCE`,
 * `NOTHING_GRANTED`, `ABORTED`, or what the system says.
 */
export async function askResource(options: AskResourceOptions): Promise<LocalAnswer> {
  const { manifest, openConnection, state, signal } = options
  const connection = manifest.resources[options.resource]?.from.connection ?? ''
  const open = (ending: AbortSignal): ReturnType<OpenConnection> =>
    openConnection(connection, { access: 'read', signal: ending })
  await using pool = new SessionPool(open, { maxSessions: 1 })
  const lookups = new LookupService({ manifest, poolOf: () => pool })
  const { selection, key } = lookups.resource(options.resource).ready(options.by, options.permit)
  const found = await lookups.find(connection, selection, key, signal)
  const resource = `${manifest.system.id}/${options.resource}`
  const answer = {
    resource,
    items: selection.itemIds,
    withheld: selection.withheld,
    rows: JSON.parse(found.rows) as LocalAnswer['rows'],
    more: found.more,
  }
  if (state === undefined) return answer
  const { number, hash } = await new ReceiptGroups(state).write({
    at: new Date().toISOString(),
    resource,
    journey: 'service',
    outcome: 'answered',
    consumer: options.consumer ?? 'local',
    items: answer.items,
    withheld: answer.withheld,
    rows: found.count,
    digest: digestOf('sha256', found.rows),
    reference: randomUUID(),
    manifest: manifest.digest,
  })
  return { ...answer, receipt: { number, hash } }
}
