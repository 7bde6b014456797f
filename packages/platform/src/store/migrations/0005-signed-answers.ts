import type { Migration } from './migration.ts'

/** Whether the agent of a system was seen to sign its answers: from then on it has to. */
export const signedAnswersMigration: Migration = {
  number: 5,
  statements: ['alter table parties add column signs_answers boolean not null default false'],
}
