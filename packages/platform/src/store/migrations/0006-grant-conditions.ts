import type { Migration } from './migration.ts'

/** Row scope and limits of a grant, to be listed. They stood in its token alone. */
export const grantConditionsMigration: Migration = {
  number: 6,
  statements: [
    'alter table grants add column scope jsonb, add column limits jsonb',
    `update grants set scope = claims -> 'scope', limits = claims -> 'limits' from (
      select id as token_id, convert_from(decode(rpad(payload, (length(payload) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb
        as claims
      from (select id, translate(split_part(token, '.', 2), '-_', '+/') as payload from grants) as tokens
    ) as told where id = token_id`,
  ],
}
