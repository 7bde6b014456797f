import type { Migration } from './migration.ts'

/** The version that a docking declares of itself. */
export const dockingVersionMigration: Migration = {
  number: 2,
  statements: ['alter table systems add column docking_version text'],
}
