import type { DockingManifest } from '@berth/manifest'
import type { ScheduledTask } from '../schedule/schedule.ts'
import type { SessionPool } from '../sessions/session-pool.ts'
import { deliverQueue, type QueueDelivery } from './deliver-queue.ts'

/** What a docking's queue needs of the schedule: a task for each connection that operations are passed on to. */
export function queueTasks(
  manifest: DockingManifest,
  everyMs: number,
  poolOf: (connection: string) => SessionPool,
  delivery: Omit<QueueDelivery, 'pool'>,
): ScheduledTask[] {
  const connections = Object.values(manifest.operations).map(({ accept }) => accept.parameter.connection)
  return [...new Set(connections)].map((connection) => ({
    name: `queue ${connection}`,
    everyMs,
    run: (signal) => deliverQueue({ ...delivery, pool: poolOf(connection) }, connection, signal),
  }))
}
