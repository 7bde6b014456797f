import type { Migration } from './migration.ts'

/** Where the chains of receipts of the systems stood, as they showed it. */
export const anchorsMigration: Migration = {
  number: 4,
  statements: [
    `create table anchors (
      system text not null references parties (id),
      number bigint not null,
      hash text not null,
      document jsonb not null,
      primary key (system, number)
    )`,
  ],
}
