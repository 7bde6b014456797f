import type { Receipt } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import type { DockingSubject } from '../subject.ts'
import { type DockingDefect, running } from './defect.ts'

/** Faults of the record of exchanges. */
export const receiptDefects: readonly DockingDefect[] = [
  {
    id: 'refusals-leave-no-receipt',
    caughtBy: ['receipts/one-for-each'],
    alter: (subject) => receiptsAs(subject, (receipts) => receipts.filter(({ outcome }) => outcome !== 'refused')),
  },
  {
    id: 'digest-of-other-rows',
    caughtBy: ['receipts/one-for-each'],
    alter: (subject) =>
      receiptsAs(subject, (receipts) => receipts.map((receipt) => ({ ...receipt, digest: '00'.repeat(32) }))),
  },
  {
    id: 'basis-not-recorded',
    caughtBy: ['receipts/one-for-each'],
    alter: (subject) => receiptsAs(subject, (receipts) => receipts.map(({ basis: _basis, ...receipt }) => receipt)),
  },
  {
    id: 'chain-broken',
    caughtBy: ['receipts/chained'],
    alter: (subject) =>
      receiptsAs(subject, (receipts) =>
        receipts.map((receipt, index) => (index === 1 ? { ...receipt, rows: receipt.rows + 1 } : receipt)),
      ),
  },
  {
    id: 'verifier-says-yes',
    caughtBy: ['receipts/tampered'],
    alter: (subject) => ({ ...subject, verify: () => true }),
  },
  {
    id: 'verifier-knows-no-end',
    caughtBy: ['receipts/tampered'],
    alter: (subject) => ({ ...subject, verify: (receipts) => verifyReceipts(receipts).ok }),
  },
  {
    id: 'deliveries-leave-no-receipt',
    caughtBy: ['receipts/deliveries'],
    alter: (subject) => receiptsAs(subject, (receipts) => receipts.filter(({ journey }) => journey !== 'exchange')),
  },
]

function receiptsAs(
  subject: DockingSubject,
  change: (receipts: readonly Receipt[]) => readonly Receipt[],
): DockingSubject {
  return running(subject, (run) => ({ receipts: async () => change(await run.receipts()) }))
}
