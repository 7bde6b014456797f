import type { Migration } from './migration.ts'

/** The categories that a grant covers. Null: it names none, and covers what a clearance without categories does. */
export const grantCategoriesMigration: Migration = {
  number: 3,
  statements: ['alter table grants add column categories jsonb'],
}
