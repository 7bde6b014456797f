import { BerthError } from '@berth/core'
import { initialMigration } from './migrations/0001-initial.ts'
import { dockingVersionMigration } from './migrations/0002-docking-version.ts'
import { grantCategoriesMigration } from './migrations/0003-grant-categories.ts'
import { anchorsMigration } from './migrations/0004-anchors.ts'
import { signedAnswersMigration } from './migrations/0005-signed-answers.ts'
import { grantConditionsMigration } from './migrations/0006-grant-conditions.ts'
import { reportsMigration } from './migrations/0007-reports.ts'
import type { Migration } from './migrations/migration.ts'
import type { Store } from './store.ts'

const migrations: readonly Migration[] = [
  initialMigration,
  dockingVersionMigration,
  grantCategoriesMigration,
  anchorsMigration,
  signedAnswersMigration,
  grantConditionsMigration,
  reportsMigration,
]

/**
 * Brings the tables to the newest shape, each step in a transaction of its own. Throws `STATE_CORRUPT` when the
 * database was written by a newer release.
 */
export async function migrate(store: Store, steps: readonly Migration[] = migrations): Promise<void> {
  await store.query(
    'create table if not exists migrations (number integer primary key, applied_at timestamptz not null)',
  )
  const [row] = await store.query<{ last: number }>('select coalesce(max(number), 0) as last from migrations')
  const last = Number(row?.last ?? 0)
  if (last > steps.length) throw new BerthError('STATE_CORRUPT', { file: 'database', nativeCode: `schema ${last}` })
  for (const step of steps.slice(last)) {
    await store.transaction(async (transaction) => {
      for (const statement of step.statements) await transaction.query(statement)
      await transaction.query('insert into migrations (number, applied_at) values ($1, now())', [step.number])
    })
  }
}
