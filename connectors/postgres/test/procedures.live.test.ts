import type { ConnectorSession, InvokeRequest, LogicalTypeName, Value } from '@berth/core'
import { beforeAll, expect, test } from 'vitest'
import { describePostgres } from '../../../test/servers/live.ts'
import { describeAll } from '../../../test/servers/session-reads.ts'
import { open } from './open.ts'

const script = `CREATE TABLE calls (id serial, what text);
CREATE FUNCTION plus(a integer, b integer DEFAULT 10) RETURNS integer LANGUAGE sql AS $$ INSERT INTO calls (what) VALUES ('plus'); SELECT a + b $$;
CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql AS $$ SELECT 2 * x $$;
CREATE FUNCTION twice(x text) RETURNS text LANGUAGE sql AS $$ SELECT x || x $$;
CREATE FUNCTION unnamed(integer, text) RETURNS text LANGUAGE sql AS $$ SELECT $2 || $1 $$;
CREATE FUNCTION split(IN whole text, OUT head text, OUT size bigint) LANGUAGE sql AS $$ SELECT left(whole, 1), length(whole)::bigint $$;
CREATE FUNCTION days(n integer) RETURNS TABLE (day_ date, moment timestamptz, bytes bytea) LANGUAGE sql AS
$$ SELECT '2024-02-28'::date + i, '2024-02-28 00:00:00Z'::timestamptz + i * interval '1 day', '\\x00ff'::bytea FROM generate_series(1, n) i $$;
CREATE TYPE pair AS (left_ integer, right_ numeric(9,2));
CREATE FUNCTION pairs() RETURNS SETOF pair LANGUAGE sql AS $$ SELECT 1, 2.5 UNION ALL SELECT 2, 3 $$;
CREATE FUNCTION nothing(x text) RETURNS void LANGUAGE sql AS $$ INSERT INTO calls (what) VALUES (x) $$;
CREATE PROCEDURE note(IN x text, INOUT counter integer, OUT said text) LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO calls (what) VALUES (x); counter := counter + 1; said := x || '!'; END $$;
CREATE PROCEDURE quits(x text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO calls (what) VALUES (x); COMMIT; END $$;
CREATE PROCEDURE fails(x text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO calls (what) VALUES (x); RAISE EXCEPTION 'no: %', x; END $$;
CREATE FUNCTION unknown_rows() RETURNS SETOF record LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION watched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION "with, comma"("参数" varchar) RETURNS varchar LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION many() RETURNS SETOF integer LANGUAGE sql AS $$ INSERT INTO calls (what) VALUES ('many'); SELECT generate_series(1, 300000) $$;
CREATE SCHEMA dept; CREATE FUNCTION dept.elsewhere(x integer) RETURNS integer LANGUAGE sql AS $$ SELECT x $$;
COMMENT ON FUNCTION plus(integer, integer) IS '相加';`

describePostgres('functions and procedures of PostgreSQL', (server) => {
  const database = 'procedures'
  let calls = 0

  beforeAll(async () => {
    await server.createDatabase(database)
    await server.run(database, script)
  })

  const named = (name: string, type: LogicalTypeName): InvokeRequest['output'][number] => ({
    name,
    type: { name: type },
  })
  const given = (name: string, type: LogicalTypeName, value: Value): InvokeRequest['input'][number] => ({
    ...named(name, type),
    value,
  })

  async function call(
    session: ConnectorSession,
    operation: string,
    input: InvokeRequest['input'],
    output: InvokeRequest['output'],
    idempotencyKey = `call ${++calls}`,
  ): Promise<{ readonly repeated: boolean; readonly rows: readonly unknown[] }> {
    return await session.invoke({ operation, input, output, idempotencyKey })
  }
  const count = async (what: string): Promise<string | null> =>
    await server.value(database, `SELECT count(*) FROM calls WHERE what = '${what}'`)

  test('are told with what they take and answer', async () => {
    await using session = await open(server, database)
    const told = (await describeAll(session)).filter(({ kind }) => kind === 'procedure')
    const signatures = told.map(({ name, parameters = [], columns }) => {
      const inputs = parameters.map((each) => `${each.name} ${each.nativeType}`)
      return `${name}: ${inputs.join(', ')} -> ${columns.map((each) => `${each.name} ${each.type.name}`).join(', ')}`
    })
    expect(signatures).toEqual([
      'days: n integer -> day_ date, moment instant, bytes binary',
      'dept.elsewhere: x integer -> elsewhere integer',
      'fails: x text -> ',
      'many:  -> many integer',
      'note: x text, counter integer -> counter integer, said text',
      'nothing: x text -> ',
      'pairs:  -> left_ integer, right_ decimal',
      'plus: a integer, b integer -> plus integer',
      'quits: x text -> ',
      'split: whole text -> head text, size int64',
      'twice(integer): x integer -> twice integer',
      'twice(text): x text -> twice text',
      'unnamed: $1 integer, $2 text -> unnamed text',
      'with, comma: 参数 character varying -> with, comma text',
    ])
    expect(told.find(({ name }) => name === 'plus')?.comment).toBe('相加')
  })

  test('defaults, overloads, names, OUT parameters, tables and rows', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const ask = async (operation: string, input: InvokeRequest['input'], ...output: string[]): Promise<unknown> =>
      (
        await call(
          session,
          operation,
          input,
          output.map((name) => named(name, 'text')),
        )
      ).rows
    expect(await ask('plus', [given('a', 'integer', 1)], 'plus')).toEqual([[11]])
    expect(await ask('plus', [given('b', 'integer', 2), given('a', 'integer', 1)], 'plus')).toEqual([[3]])
    expect(await ask('twice(integer)', [given('x', 'integer', 4)], 'twice')).toEqual([[8]])
    expect(await ask('twice(text)', [given('x', 'text', '4')], 'twice')).toEqual([['44']])
    expect(await ask('unnamed', [given('$1', 'integer', 1), given('$2', 'text', 'n')], 'unnamed')).toEqual([['n1']])
    expect(await ask('split', [given('whole', 'text', '中文')], 'size', 'head')).toEqual([['2', '中']])
    expect(await ask('days', [given('n', 'integer', 2)], 'day_', 'moment', 'bytes')).toEqual([
      ['2024-02-29', '2024-02-29T00:00:00Z', Uint8Array.of(0, 255)],
      ['2024-03-01', '2024-03-01T00:00:00Z', Uint8Array.of(0, 255)],
    ])
    expect(await ask('pairs', [], 'right_')).toEqual([['2.50'], ['3.00']])
    expect(await ask('nothing', [given('x', 'text', 'once')])).toEqual([])
    expect(await count('once')).toBe('1')
    const note = [given('x', 'text', "o'x"), given('counter', 'integer', 1)]
    expect(await ask('note', note, 'counter', 'said')).toEqual([[2, "o'x!"]])
    expect(await ask('dept.elsewhere', [given('x', 'integer', 5)], 'elsewhere')).toEqual([[5]])
    expect(await ask('with, comma', [given('参数', 'text', '值')], 'with, comma')).toEqual([['值']])
  })

  test('once for each key', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    const input = [given('x', 'text', 'keyed')]
    expect((await call(session, 'nothing', input, [], 'k1')).repeated).toBe(false)
    expect((await call(session, 'nothing', input, [], 'k1')).repeated).toBe(true)
    expect(await count('keyed')).toBe('1')
  })

  test('what fails leaves nothing, and may be called again', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    for (const operation of ['fails', 'quits'])
      for (let again = 0; again < 2; again++)
        await expect(call(session, operation, [given('x', 'text', operation)], [], operation)).rejects.toMatchObject({
          code: operation === 'fails' ? 'CONSTRAINT_VIOLATED' : 'QUERY_FAILED',
        })
    expect([await count('fails'), await count('quits')]).toEqual(['0', '0'])
    await expect(call(session, 'twice', [], [])).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
    await expect(call(session, 'plus', [given('c', 'integer', 1)], [])).rejects.toMatchObject({
      code: 'COLUMN_UNKNOWN',
    })
    await expect(call(session, 'plus', [given('b', 'integer', 1)], [])).rejects.toMatchObject({ code: 'QUERY_FAILED' })
    await expect(call(session, 'watched', [], [])).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
    await expect(call(session, 'unknown_rows', [], [])).rejects.toMatchObject({ code: 'PROCEDURE_UNKNOWN' })
  })

  test('an answer beyond all bounds is refused, and leaves nothing', async () => {
    await using session = await open(server, database, {}, { access: 'write' })
    await expect(call(session, 'many', [], [named('many', 'integer')])).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      details: { nativeCode: 'more than 100000 rows' },
    })
    expect(await count('many')).toBe('0')
  })
})
