import type { ChangesSettings, Row } from '@berth/core'
import { damagedCursors } from '../../corpus/damaged-cursors.ts'
import { hostileNames } from '../../corpus/hostile-names.ts'
import { expectEqual, expectRejects, expectSameRows, expectThat } from '../../run/expect.ts'
import type { CaseContext, ConformanceCase } from '../case.ts'
import { declares } from '../case.ts'
import { endOf, type Followed, follow, type NotedKind, registered, registeredKey, registeredRow } from '../followed.ts'
import { readAll, rowsOf } from '../read-all.ts'

const eleven: readonly number[] = Array.from({ length: 11 }, (_, index) => index + 1)

/** A case for a dataset of eleven rows whose changes are noted. */
function notedCase(
  kind: NotedKind,
  what: string,
  run: (context: CaseContext, followed: Followed) => Promise<void>,
  rows: readonly number[] = eleven,
): ConformanceCase {
  return {
    id: `${kind}/${what}`,
    clause: 'CHG-2',
    needs: ['changes', `changes.${kind}`, 'changes.deletes'],
    run: async (context) => {
      const followed = await follow(context, kind, registered(rows))
      if (followed !== undefined) await run(context, followed)
    },
  }
}

async function firstRead({ open }: CaseContext, { dataset, read, replica }: Followed): Promise<void> {
  const session = await open()
  for (const batchRows of [3, 11, 1000]) {
    const batches = await read(session, batchRows)
    const all = replica().take(batches, batchRows)
    all.expectRows(dataset.rows, `the rows of a first read, ${batchRows} at a time`)
    expectEqual(rowsOf(batches).length, dataset.rows.length, 'rows told by a first read of a quiet dataset')
    expectEqual(await read(session, batchRows, endOf(batches)), [], 'changes when nothing changed')
  }
}

async function later({ open, target }: CaseContext, { dataset, read, replica, settings }: Followed): Promise<void> {
  const session = await open()
  const first = await read(session, 100)
  const known = replica().take(first, 100)
  for (const name of ['一', '二', '三']) await target.put(dataset, [registeredRow(1, name)])
  await target.put(dataset, [registeredRow(50, '新')])
  await target.remove(dataset, [registeredKey(2), registeredKey(3)])
  await target.put(dataset, [registeredRow(3, '又')])
  // A key that is changed is a row that is gone and another that is there.
  await target.remove(dataset, [registeredKey(4)])
  await target.put(dataset, [registeredRow(40, '甲')])
  const batches = await read(session, 100, endOf(first))
  const told = batches.flatMap(({ rows, kinds }) => rows.map((row, at): Row => [kinds?.[at] ?? 'upsert', ...row]))
  const gone = (number: number): Row => ['delete', null, `区${number % 3}`, null, number]
  const there = (number: number, name: string): Row => ['upsert', ...registeredRow(number, name)]
  const expected = [there(1, '三'), there(50, '新'), gone(2), there(3, '又'), gone(4), there(40, '甲')]
  expectSameRows(told, expected, 'what changed since, each row once as it is now')
  known.take(batches, 100).expectRows(await target.read(dataset), 'what a receiver has')
  expectEqual(await read(session, 100, endOf(batches)), [], 'changes when nothing changed since')
  await target.remove(dataset, [registeredKey(5)])
  const columns = [{ name: '备注' }, { name: 'AREA' }, { name: 'NUMBER' }]
  const few = await readAll(session.changes({ ...settings(100, endOf(batches)), columns }))
  expectSameRows(rowsOf(few), [[null, '区2', 5]], 'a row that was deleted, of columns in another order')
}

async function resumeEverywhere({ open, target }: CaseContext, followed: Followed): Promise<void> {
  const { dataset, read, replica } = followed
  const session = await open()
  const again = await open()
  const first = await read(session, 4)
  const change = async (numbers: readonly number[], name: string): Promise<void> => {
    await target.remove(dataset, numbers.slice(0, 3).map(registeredKey))
    await target.put(
      dataset,
      numbers.slice(2).map((number) => registeredRow(number, name)),
    )
  }
  await change([2, 6, 7, 10, 20, 21, 22, 23], '二')
  const second = await read(session, 3, endOf(first))
  await change([1, 20, 9, 30, 31, 3, 4], '三')
  const now = await target.read(dataset)
  const known = replica()
  for (const [index, batch] of [...first, ...second].entries()) {
    known.take([batch], 4)
    const rest = await read(again, 2, batch.cursor)
    known
      .copy()
      .take(rest, 2)
      .expectRows(now, `what a receiver has that goes on behind batch ${index + 1}`)
  }
}

async function leftAnywhere(context: CaseContext, followed: Followed): Promise<void> {
  const { target, random, open } = context
  const { dataset, changes, read, replica } = followed
  const known = replica()
  let after: string | undefined
  for (let round = 0; round < 6; round++) {
    const numbers = random.shuffle(Array.from({ length: 30 }, (_, index) => index + 1))
    const batchRows = 1 + random.below(5)
    const most = random.below(8)
    await using session = await open()
    let batches = 0
    for await (const batch of changes(session, batchRows, after)) {
      known.take([batch], batchRows)
      after = batch.cursor
      batches += 1
      if (batches > most) break
      if (batches === 2) await target.put(dataset, [registeredRow(numbers[12] ?? 1, `中${round}`)])
    }
    await target.remove(dataset, numbers.slice(0, random.below(6)).map(registeredKey))
    const written = numbers.slice(4, 4 + random.below(6)).map((number) => registeredRow(number, `名${round}`))
    if (written.length > 0) await target.put(dataset, written)
  }
  const rest = await read(await open(), 5, after)
  known.take(rest, 5).expectRows(await target.read(dataset), 'what a receiver has in the end')
}

async function changedMeanwhile({ open, target }: CaseContext, followed: Followed): Promise<void> {
  const { dataset, changes, read, replica } = followed
  const session = await open()
  const known = replica()
  let after = ''
  for await (const batch of changes(session, 4)) {
    const fresh = after === ''
    known.take([batch], 4)
    after = batch.cursor
    if (!fresh) continue
    await target.put(dataset, [registeredRow(1, '改'), registeredRow(60, '新')])
    await target.remove(dataset, [registeredKey(2), registeredKey(11)])
  }
  known.take(await read(session, 4, after), 4)
  known.expectRows(await target.read(dataset), 'what a receiver has when rows changed during the first read')
}

async function badCursors(context: CaseContext, followed: Followed): Promise<void> {
  const { dataset, read, settings, by } = followed
  const session = await context.open()
  const good = endOf(await read(session, 4))
  for (const after of damagedCursors(good)) {
    const damaged = read(session, 4, after)
    await expectRejects(damaged, ['CURSOR_INVALID', 'CURSOR_FOREIGN'], `changes behind the damaged cursor ${after}`)
  }
  const other = await follow(context, by.kind, registered([1, 2]))
  const foreign = other?.read(await context.open(), 4, good)
  if (foreign !== undefined) await expectRejects(foreign, ['CURSOR_FOREIGN'], 'a cursor of another dataset')
  if (declares(session.manifest.capabilities, 'scan.resume')) {
    const scan = session.scan({ dataset: dataset.name, columns: [{ name: 'NAME' }], key: dataset.key, after: good })
    await expectRejects(readAll(scan), ['CURSOR_FOREIGN', 'CURSOR_INVALID'], 'a scan behind a cursor of changes')
  }
  const part = { ...settings(4), columns: [{ name: 'NAME' }, { name: 'AREA' }] }
  const withoutKey = async (): Promise<unknown> => await readAll(session.changes(part))
  await expectRejects(withoutKey(), ['KEY_MISSING'], 'changes without a column of the key')
}

async function forgotten({ open, target, note }: CaseContext, { dataset, read, by }: Followed): Promise<void> {
  if (target.forgetChanges === undefined)
    return note({
      zh: `${by.kind} 被清除之后：目标无法清除它`,
      en: `a ${by.kind} that was purged: the target cannot purge it`,
    })
  const session = await open()
  await target.put(dataset, [registeredRow(1, '一')])
  const first = await read(session, 100)
  await target.put(dataset, [registeredRow(2, '二'), registeredRow(3, '三')])
  await target.forgetChanges(dataset, by)
  await target.put(dataset, [registeredRow(4, '四')])
  await expectRejects(read(session, 100, endOf(first)), ['CURSOR_EXPIRED'], 'changes that are no longer noted')
}

async function empty({ open, target }: CaseContext, { dataset, read }: Followed): Promise<void> {
  const session = await open()
  expectEqual(await read(session, 4), [], 'changes of an empty dataset')
  await target.put(dataset, [registeredRow(1, '一'), registeredRow(2, '二')])
  const first = await read(session, 4)
  expectSameRows(rowsOf(first), await target.read(dataset), 'the rows of a first read')
  await target.remove(dataset, [registeredKey(1), registeredKey(2)])
  const second = await read(session, 4, endOf(first))
  expectEqual(
    second.flatMap(({ kinds = [] }) => kinds),
    ['delete', 'delete'],
    'what is told of a dataset that was emptied',
  )
}

async function unknownNames({ open, target }: CaseContext, { dataset, by, settings }: Followed): Promise<void> {
  const session = await open()
  const named = { dataset: dataset.name, by }
  const changes = async (change: Partial<ChangesSettings>): Promise<unknown> =>
    await readAll(session.changes({ ...settings(4), ...change }))
  for (const name of hostileNames) {
    const key = [...by.key, name]
    const [what, columns] = [JSON.stringify(name), [...settings(4).columns, { name }]]
    const elsewhere = session.prepareChanges({ ...named, dataset: name })
    await expectRejects(elsewhere, ['DATASET_UNKNOWN'], `a script for the dataset ${what}`)
    const other = session.prepareChanges({ ...named, by: { ...by, key } })
    await expectRejects(other, ['COLUMN_UNKNOWN'], `a script for the key ${what}`)
    await expectRejects(changes({ dataset: name }), ['DATASET_UNKNOWN'], `changes of the dataset ${what}`)
    await expectRejects(changes({ columns }), ['COLUMN_UNKNOWN'], `changes of the column ${what}`)
    await expectRejects(changes({ columns, by: { ...by, key } }), ['COLUMN_UNKNOWN'], `changes by the key ${what}`)
    if (by.kind !== 'outbox') continue
    const entries = changes({ by: { ...by, dataset: name } })
    await expectRejects(entries, ['DATASET_UNKNOWN'], `changes by the outbox ${what}`)
  }
  expectSameRows(await target.read(dataset), dataset.rows, 'the dataset afterwards')
}

const tried: readonly ((kind: NotedKind) => ConformanceCase)[] = [
  (kind) => notedCase(kind, 'first-read', firstRead),
  (kind) => notedCase(kind, 'later', later),
  (kind) => notedCase(kind, 'resume-everywhere', resumeEverywhere),
  (kind) => notedCase(kind, 'left-anywhere', leftAnywhere),
  (kind) => notedCase(kind, 'changed-meanwhile', changedMeanwhile),
  (kind) => notedCase(kind, 'cursors', badCursors),
  (kind) => notedCase(kind, 'forgotten', forgotten),
  (kind) => notedCase(kind, 'unknown-names', unknownNames),
  (kind) => notedCase(kind, 'emptied', empty, []),
]

/** A row that a transaction has written and not yet committed when another is told. */
const committedLate: ConformanceCase = {
  id: 'changes/committed-late',
  clause: 'CHG-1',
  needs: ['changes'],
  run: async (context) => {
    const { target, connector, note, open } = context
    const kinds = (['log', 'outbox'] as const).filter((kind) =>
      declares(connector.manifest.capabilities, `changes.${kind}`),
    )
    if (target.putLate === undefined || kinds.length === 0)
      return note({ zh: '提交较晚的变更', en: 'changes that are committed late' })
    for (const kind of kinds) {
      const followed = await follow(context, kind, registered(eleven))
      if (followed === undefined) continue
      const { dataset, read, replica } = followed
      const session = await open()
      const first = await read(session, 100)
      const known = replica().take(first, 100)
      const commit = await target.putLate(dataset, [registeredRow(70, '晚')])
      await target.put(dataset, [registeredRow(71, '先')])
      const second = await read(session, 100, endOf(first))
      expectSameRows(rowsOf(second), [registeredRow(71, '先')], 'what was committed')
      await commit()
      const third = await read(session, 100, endOf(second))
      expectThat(rowsOf(third).length > 0, `${kind}: what was committed late is not told`)
      known.take([...second, ...third], 100).expectRows(await target.read(dataset), 'what a receiver has')
    }
  },
}

/** Changes that the system notes, deletes among them. */
export const notedChangeCases: readonly ConformanceCase[] = [
  ...(['log', 'outbox'] as const).flatMap((kind) => tried.map((make) => make(kind))),
  committedLate,
]
