import type { ReceiptEntry } from '@berth/core'

/** A receipt that differs from others in what it is about. */
export function entryOf(reference: string): ReceiptEntry {
  return {
    at: '2026-11-23T08:00:00Z',
    resource: 'registry/person',
    journey: 'exchange',
    outcome: 'delivered',
    consumer: 'file',
    items: ['name'],
    withheld: [],
    rows: 3,
    reference,
    manifest: '0'.repeat(64),
  }
}
