import { Gauge, type Registry } from 'prom-client'
import type { FileReceiptState } from '../file-receipts/receipt-state.ts'
import type { SystemHours } from '../hours/system-hours.ts'
import type { QueueCounts } from '../queue/submission-queue.ts'
import type { ReplicaState } from '../replica/replicas.ts'

/** What an operator sees of hours and outages. All is asked when the metrics are read. */
export function offlineGauges(
  registry: Registry,
  hours: SystemHours,
  queue: () => readonly QueueCounts[],
  replicas: () => readonly ReplicaState[],
  files: () => Promise<readonly FileReceiptState[]>,
): void {
  const registers = [registry]
  const open: Gauge = new Gauge({
    name: 'berth_system_open',
    help: 'Whether the system is within its hours',
    registers,
    collect: () => open.set(hours.opensAt === undefined ? 1 : 0),
  })
  const waiting = new Gauge({
    name: 'berth_queue_submissions',
    help: 'Submissions that wait for the system',
    labelNames: ['operation'],
    registers,
    collect: () => {
      for (const { operation, waiting: count } of queue()) waiting.set({ operation }, count)
    },
  })
  const oldest = new Gauge({
    name: 'berth_queue_oldest_seconds',
    help: 'How long the oldest of them waits; 0 where none does',
    labelNames: ['operation'],
    registers,
    collect: () => {
      for (const { operation, oldest: since } of queue()) {
        oldest.set({ operation }, since === undefined ? 0 : Math.max(0, hours.now() - since) / 1000)
      }
    },
  })
  const age = new Gauge({
    name: 'berth_replica_age_seconds',
    help: 'The age of the data of a replica; -1 where there is none',
    labelNames: ['resource'],
    registers,
    collect: () => {
      for (const { resource, asOf } of replicas()) {
        age.set({ resource }, asOf === undefined ? -1 : Math.max(0, hours.now() - asOf) / 1000)
      }
    },
  })
  const rows = new Gauge({
    name: 'berth_replica_rows',
    help: 'Rows of a replica',
    labelNames: ['resource'],
    registers,
    collect: () => {
      for (const { resource, rows: count = 0 } of replicas()) rows.set({ resource }, count)
    },
  })
  const receipts = new Gauge({
    name: 'berth_file_receipts',
    help: 'Data files without a receipt of their receiver that is right: all of them, and those that are overdue or contradicted',
    labelNames: ['resource', 'state'],
    registers,
    collect: async () => {
      for (const { resource, awaited, overdue, contradicting } of await files()) {
        receipts.set({ resource, state: 'awaited' }, awaited)
        receipts.set({ resource, state: 'overdue' }, overdue)
        receipts.set({ resource, state: 'contradicting' }, contradicting)
      }
    },
  })
}
