import type { Migration } from './migration.ts'

/** The last conformance report of each system, the very text as it came. */
export const reportsMigration: Migration = {
  number: 7,
  statements: [
    `create table reports (
      system text primary key references parties (id),
      document text not null,
      received_at timestamptz not null
    )`,
  ],
}
