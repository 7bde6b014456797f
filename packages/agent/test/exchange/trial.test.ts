import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BerthError, type ErrorCode } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { runExchange } from '../../src/exchange/run-exchange.ts'
import type { StatePort } from '../../src/state/state-port.ts'
import { TemporaryFolder } from '../temporary-folder.ts'
import { fromChanges, prepareChanges, tellingDeletes } from './changed-registry.ts'
import { createRegistry, exchangeSettings, insertPersons, openRegistryState, targetRecords } from './registry.ts'
import { changeSource, shownState, sourceState } from './shown-state.ts'

async function rejection(promise: Promise<unknown>): Promise<ErrorCode | undefined> {
  return await promise.then(
    () => undefined,
    (error: unknown) => (BerthError.is(error) ? error.code : Promise.reject(error)),
  )
}

/** Everything that a trial must leave as it is: the target, files, the place where the exchange stands. */
async function standing(folder: string, state: StatePort): Promise<unknown> {
  const files = existsSync(join(folder, 'out')) ? readdirSync(join(folder, 'out')) : []
  const target = new DatabaseSync(join(folder, 'target.sqlite'))
  const tables = target.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
  const counts = tables.map(({ name }) => [
    name,
    target.prepare(`SELECT count(*) n FROM "${String(name)}"`).get()?.['n'],
  ])
  target.close()
  const rejects = existsSync(join(folder, '.berth', 'rejects'))
  const checkpoints = createHash('sha256')
  const own = new DatabaseSync(join(folder, '.berth', 'state.sqlite'))
  for (const table of ['stream', 'outbox'])
    for (const row of own.prepare(`SELECT * FROM ${table}`).all()) checkpoints.update(Object.values(row).join())
  own.close()
  expect(await state.delivered({ resource: 'person', exit: 'file', source: '' })).toBe(files.length / 2)
  return { files, counts, rejects, records: targetRecords(folder), checkpoints: checkpoints.digest('hex') }
}

describe.each([...tellingDeletes, 'everything'] as const)('a trial, %s', (by) => {
  test.each(['table', 'file'] as const)(
    'tells what an exchange would do, and leaves nothing but a receipt: %s',
    async (exit) => {
      using folder = new TemporaryFolder()
      createRegistry(folder.path, 150)
      if (by !== 'everything') await prepareChanges(folder.path, by)
      await using state = openRegistryState(folder.path)
      const settings = exchangeSettings(folder.path, state, exit, by === 'everything' ? {} : fromChanges(by))
      const dry = { ...settings, dryRun: true }
      const untouched = await standing(folder.path, state)
      const first = await runExchange(dry)
      expect(first).toMatchObject({ rows: 150, deleted: 0, rejected: 0, files: [], rejects: [] })
      expect(first.receipt).toMatchObject({ outcome: 'answered', rows: 150, items: ['id', 'name', 'born'] })
      expect(await standing(folder.path, state)).toEqual(untouched)
      await runExchange(settings)
      if (exit === 'table') {
        const target = new DatabaseSync(join(folder.path, 'target.sqlite'))
        target.exec(
          "CREATE TRIGGER no BEFORE INSERT ON ZH_PERSON WHEN NEW.id = 152 BEGIN SELECT RAISE(ABORT, 'no'); END",
        )
        target.close()
      }
      changeSource(folder.path, (source) => {
        insertPersons(source, 151, 153)
        source.exec("UPDATE PERSON SET CSRQ = '20230229' WHERE ID = 3; DELETE FROM PERSON WHERE ID IN (4, 5)")
      })
      const before = await standing(folder.path, state)
      const next = await runExchange(dry)
      expect(await standing(folder.path, state)).toEqual(before)
      const refused = exit === 'table' ? 1 : 0
      expect(next).toMatchObject({ rejected: 1 + refused, deleted: by === 'everything' ? 0 : 2 })
      expect(next.rejects?.map(({ code }) => code).toSorted()).toEqual(
        exit === 'table' ? ['CONSTRAINT_VIOLATED', 'VALUE_INVALID'] : ['VALUE_INVALID'],
      )
      const done = await runExchange(settings)
      expect(done).toMatchObject({ rows: next.rows, deleted: next.deleted, rejected: next.rejected })
    },
  )
})

test('a trial with a batch on its way neither sends it nor loses it', async () => {
  using folder = new TemporaryFolder()
  createRegistry(folder.path, 250)
  await using state = openRegistryState(folder.path)
  const settings = exchangeSettings(folder.path, state, 'table', fromChanges('snapshot'))
  let batches = 0
  const cut = runExchange({
    ...settings,
    async openConnection(id, options) {
      const session = await settings.openConnection(id, options)
      const apply = session.apply.bind(session)
      session.apply = (request, call) =>
        ++batches === 2 ? Promise.reject(new BerthError('CONNECTION_LOST', { call: 'apply' })) : apply(request, call)
      return session
    },
  })
  expect(await rejection(cut)).toBe('CONNECTION_LOST')
  expect(await runExchange({ ...settings, dryRun: true })).toMatchObject({ rows: 150 })
  expect(targetRecords(folder.path)).toHaveLength(100)
  expect(await runExchange(settings)).toMatchObject({ rows: 150, rejected: 0 })
  expect(shownState(folder.path, 'table').records).toEqual(sourceState(folder.path))
})

describe('the way back', () => {
  test.each(tellingDeletes)(
    'is kept before each batch, and run from the newest takes all of them back: %s',
    async (by) => {
      using folder = new TemporaryFolder()
      createRegistry(folder.path, 250)
      await prepareChanges(folder.path, by)
      await using state = openRegistryState(folder.path)
      const settings = exchangeSettings(folder.path, state, 'table', fromChanges(by))
      await runExchange(settings)
      const before = targetRecords(folder.path)
      const undo = join(folder.path, 'undo')
      for (let round = 0; round < 2; round++) {
        changeSource(folder.path, (source) => {
          source.exec(
            `UPDATE PERSON SET XM = '改${round}' WHERE ID % 3 = 0; DELETE FROM PERSON WHERE ID % 50 = ${round}`,
          )
          insertPersons(source, 300 + round * 150, 420 + round * 150)
        })
        expect((await runExchange({ ...settings, undo })).batches).toBeGreaterThan(1)
      }
      expect(targetRecords(folder.path)).not.toEqual(before)
      const names = readdirSync(undo).toSorted((one, other) => (one < other ? -1 : 1))
      expect(names.length).toBeGreaterThan(3)
      expect(statSync(undo).mode & 0o077).toBe(0)
      for (const name of names) expect(statSync(join(undo, name)).mode & 0o077).toBe(0)
      const target = new DatabaseSync(join(folder.path, 'target.sqlite'))
      for (const name of names) target.exec(readFileSync(join(undo, name), 'utf8'))
      target.close()
      expect(targetRecords(folder.path)).toEqual(before)
    },
  )

  test('is on the disk when the answer to its batch is lost', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 50)
    await using state = openRegistryState(folder.path)
    const undo = join(folder.path, 'undo')
    const settings = { ...exchangeSettings(folder.path, state, 'table'), undo }
    const lost = runExchange({
      ...settings,
      async openConnection(id, options) {
        const session = await settings.openConnection(id, options)
        const apply = session.apply.bind(session)
        session.apply = async (request, call) => {
          const result = await apply(request, call)
          if (request.dryRun !== true) throw new BerthError('UNKNOWN_OUTCOME', { call: 'commit' })
          return result
        }
        return session
      },
    })
    expect(await rejection(lost)).toBe('UNKNOWN_OUTCOME')
    await runExchange(settings)
    // Sent again the batch is known, and has no other way back.
    const [first, ...more] = readdirSync(undo).toSorted((one, other) => (one < other ? 1 : -1))
    expect(
      readFileSync(join(undo, String(first)), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(50)
    expect(more.every((name) => readFileSync(join(undo, name), 'utf8').includes('UPDATE'))).toBe(true)
  })

  test('is for tables', async () => {
    using folder = new TemporaryFolder()
    createRegistry(folder.path, 5)
    await using state = openRegistryState(folder.path)
    const settings = { ...exchangeSettings(folder.path, state, 'file'), undo: join(folder.path, 'undo') }
    expect(await rejection(runExchange(settings))).toBe('NOT_SUPPORTED')
  })
})
