import { generateKey, issueGrant } from '@berth/trust'
import { expect, test } from 'vitest'
import { grantConditionsMigration } from '../../src/store/migrations/0006-grant-conditions.ts'
import { openPGliteStore } from '../../src/store/open-pglite-store.ts'

test('scope and limits of grants that were given before they were listed are read out of their tokens', async () => {
  await using store = await openPGliteStore(undefined)
  await store.query('alter table grants drop column scope, drop column limits')
  await store.query(
    "insert into parties (id, kind, title, public_key, enrolled_at) values ('hall', 'consumer', '大厅', '{}', now())",
  )
  const conditions = { scope: { area: ['嘉兴市', '>>>???'], case: ['$case'] }, limits: { rowsPerDay: 5 } }
  const key = generateKey('platform')
  const grant = { consumer: 'hall', system: 's', resource: 's/r', items: ['i'], clearance: 2, purpose: 'p' } as const
  for (const [id, held] of [
    ['narrow', conditions],
    ['plain', {}],
  ] as const) {
    const token = issueGrant(key, { ...grant, ...held, id, issuedAt: 0, notBefore: 0, expiresAt: 1000 })
    await store.query(
      `insert into grants (id, consumer, resource, items, clearance, purpose, issued_at, expires_at, token)
        values ($1, 'hall', 's/r', '["i"]', '2', 'p', now(), now(), $2)`,
      [id, token],
    )
  }
  for (const statement of grantConditionsMigration.statements) await store.query(statement)
  expect(await store.query('select id, scope, limits from grants order by id')).toEqual([
    { id: 'narrow', ...conditions },
    { id: 'plain', scope: null, limits: null },
  ])
})
