import { hash as digestOf, randomUUID } from 'node:crypto'
import type { Receipt, ReceiptEntry } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { canonicalJson, type Permit } from '@berth/trust'
import { SystemHours } from '../hours/system-hours.ts'
import { Replicas } from '../replica/replicas.ts'
import type { OpenConnection } from '../sessions/open-connection.ts'
import { SessionPool } from '../sessions/session-pool.ts'
import type { StatePort } from '../state/state-port.ts'
import type { GivenValues } from './given-values.ts'
import { LookupService } from './lookup-service.ts'
import { writeReceipt } from './write-receipt.ts'

export interface AskResourceOptions {
  readonly manifest: DockingManifest
  /** The resource's id. */
  readonly resource: string
  /** The values asked by, by item id, in canonical form. */
  readonly by: GivenValues
  readonly permit: Permit
  readonly openConnection: OpenConnection
  /** Takes the receipt: who sees rows leaves one, at a desk of the department's own too (LOG-1). */
  readonly state: StatePort
  /** Whom the receipt names, and what for. */
  readonly consumer: string
  readonly purpose: string
  readonly signal?: AbortSignal
  /** What the system's hours are told by, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
}

/** The answer to a question asked on this machine. */
export interface LocalAnswer {
  /** `<system>/<resource>` */
  readonly resource: string
  readonly items: readonly string[]
  /** Of the items, those that are masked. Absent: none is. */
  readonly masked?: readonly string[]
  readonly withheld: ReceiptEntry['withheld']
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[]
  readonly more: boolean
  /** The time of the data, where the system is down and the replica answers. */
  readonly asOf?: string
  readonly receipt: Pick<Receipt, 'number' | 'hash'>
}

/**
 * Asks a resource by parameter without HTTP: the same checks, the same guard, the same answer, and a receipt before it.
 *
 * Rejects with `RESOURCE_UNKNOWN`, `RESOURCE_DRAFT`, `MODE_NOT_OFFERED`, a `PARAMETER_` code, `EXIT_WITHOUT_CLEARANCE`,
 * `NOTHING_GRANTED`, `OUTSIDE_HOURS`, `ABORTED`, or what the system or the state says.
 */
export async function askResource(options: AskResourceOptions): Promise<LocalAnswer> {
  const { manifest, openConnection, state, signal } = options
  const connection = manifest.resources[options.resource]?.from.connection ?? ''
  const open = (ending: AbortSignal): ReturnType<OpenConnection> =>
    openConnection(connection, { access: 'read', signal: ending })
  await using pool = new SessionPool(open, { maxSessions: 1 })
  const hours = new SystemHours(manifest, options.now)
  using replicas = new Replicas(manifest, state, hours)
  const lookups = new LookupService({ manifest, hours, replicas, poolOf: () => pool })
  const askable = lookups.resource(options.resource)
  const question = askable.ready(options.by, options.permit)
  const { selection } = question
  const found = await lookups.find(askable, question, signal)
  const time = 'asOf' in found ? { asOf: found.asOf } : {}
  const resource = `${manifest.system.id}/${options.resource}`
  const answer = {
    resource,
    items: selection.itemIds,
    ...selection.masked,
    withheld: selection.withheld,
    rows: JSON.parse(found.rows) as LocalAnswer['rows'],
    more: found.more,
    ...time,
  }
  const { number, hash } = await writeReceipt(state, {
    at: new Date().toISOString(),
    resource,
    journey: 'service',
    outcome: 'answered',
    consumer: options.consumer,
    purpose: options.purpose,
    items: answer.items,
    ...selection.masked,
    withheld: answer.withheld,
    rows: found.count,
    ...time,
    digest: digestOf('sha256', found.rows),
    question: digestOf('sha256', canonicalJson(options.by)),
    reference: randomUUID(),
    manifest: manifest.digest,
  })
  return { ...answer, receipt: { number, hash } }
}
