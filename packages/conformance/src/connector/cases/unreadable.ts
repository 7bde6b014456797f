import type { ChangesSettings, ColumnSelection, Row, RowBatch, ScanSettings, Value } from '@berth/core'
import { badBytes } from '../../corpus/charset-texts.ts'
import { illTypedValues } from '../../corpus/edge-values.ts'
import { expectEqual, expectRejects, expectRows, expectThat } from '../../run/expect.ts'
import { type CaseContext, type ConformanceCase, declares } from '../case.ts'
import { allColumns, readAll, rowsOf, unreadableOf } from '../read-all.ts'
import type { TargetColumn, TargetDataset } from '../target.ts'

const batchRows = 4

/** Of five batches of four: the first row of one, one within, the last of one, and a whole batch. */
const badRows: readonly number[] = [5, 10, 11, 16, 17, 18, 19, 20]
const count = 23

/** A dataset of which some rows have a cell that cannot be read. */
interface Spoilt {
  readonly dataset: TargetDataset
  readonly columns: readonly ColumnSelection[]
  /** The rows as they are read, by key; undefined where a row is unreadable. */
  readonly readable: readonly (Row | undefined)[]
  /** What the error of the unreadable rows is. */
  readonly code: 'TEXT_UNDECODABLE' | 'VALUE_INVALID' | 'VALUE_TOO_LONG'
  readonly details: Readonly<Record<string, unknown>>
  /** What no error may print. */
  readonly hidden?: string
}

async function spoilt(
  { create }: CaseContext,
  column: Omit<TargetColumn, 'name' | 'nullable'>,
  cells: { readonly good: Value; readonly read: Value; readonly bad: Value },
  error: Pick<Spoilt, 'code' | 'details' | 'hidden'>,
): Promise<Spoilt> {
  const bad = (id: number): boolean => badRows.includes(id)
  const ids = Array.from({ length: count }, (_, index) => index + 1)
  const dataset = await create({
    columns: [
      { name: 'ID', type: { name: 'integer' }, nullable: false },
      { name: '内容', nullable: true, ...column },
      { name: 'VERSION', type: { name: 'integer' }, nullable: true },
    ],
    key: ['ID'],
    rows: ids.map((id): Row => [id, bad(id) ? cells.bad : cells.good, id]),
  })
  const readable = ids.map((id): Row | undefined => (bad(id) ? undefined : [id, cells.read, id]))
  return { dataset, columns: allColumns(dataset), readable, ...error }
}

/** A dataset for each kind of bytes that are no text. */
async function* badTexts(context: CaseContext): AsyncIterable<Spoilt> {
  for (const { charset, bytes, offset } of badBytes) {
    const good = Uint8Array.of(0x41)
    const column = { type: { name: 'text' as const, maxLength: 40 }, charset }
    const error = { code: 'TEXT_UNDECODABLE' as const, details: { offset } }
    yield await spoilt(context, column, { good, read: 'A', bad: bytes }, error)
  }
}

/** A dataset for each cell that is none of its type and that the target can hold nevertheless. */
async function* illTyped(context: CaseContext): AsyncIterable<Spoilt> {
  for (const { type, values } of illTypedValues) {
    const held = values.filter((value) => context.target.holdsIllTyped?.(type, value) === true)
    if (held.length < values.length)
      context.note({
        zh: `${values.length} 个不是 ${type.name} 的单元格中的 ${values.length - held.length} 个`,
        en: `${values.length - held.length} of ${values.length} cells that are no ${type.name}`,
      })
    for (const bad of held) {
      const hidden = bad === '' ? {} : { hidden: String(bad) }
      const error = { code: 'VALUE_INVALID' as const, details: { length: String(bad).length }, ...hidden }
      yield await spoilt(context, { type }, { good: null, read: null, bad }, error)
    }
  }
}

const maxCellBytes = 1000

/** A dataset with cells beyond the bound, for each type that has none of its own. */
async function* tooLong(context: CaseContext): AsyncIterable<Spoilt> {
  const error = { code: 'VALUE_TOO_LONG' as const, details: {} }
  const full = new Uint8Array(maxCellBytes).fill(0x41)
  const bytes = { good: full, read: full, bad: new Uint8Array(1500).fill(0x42) }
  yield await spoilt(context, { type: { name: 'binary' } }, bytes, error)
  if (context.target.longText !== true)
    return context.note({
      zh: '无长度上限的文本：目标不提供',
      en: 'texts without a bound, which the target does not make',
    })
  const text = '中'.repeat(300)
  const hidden = 'long'.repeat(500)
  yield await spoilt(context, { type: { name: 'text' } }, { good: text, read: text, bad: hidden }, { ...error, hidden })
}

/** Fails unless the batches hold the rows behind the first `after`, each once, and report the unreadable ones. */
function expectRest(batches: readonly RowBatch[], { readable, code, details, hidden }: Spoilt, after: number): void {
  const rest = readable.slice(after)
  for (const { rows, unreadable = [] } of batches) {
    const all = rows.length + unreadable.length
    expectThat(all > 0 && all <= batchRows, `a batch has ${all} rows, ${batchRows} were asked for`)
  }
  expectRows(
    rowsOf(batches),
    rest.filter((row) => row !== undefined),
    'the rows that can be read',
  )
  const told = unreadableOf(batches)
  expectEqual(
    told.map(({ row }) => row),
    rest.flatMap((row, index) => (row === undefined ? [index + 1] : [])),
    'positions in the read of the rows that cannot',
  )
  for (const { error } of told) {
    const expected = { code, details: { ...details, column: '内容' } }
    const given = Object.fromEntries(Object.keys(expected.details).map((name) => [name, error.details[name]]))
    expectEqual({ code: error.code, details: given }, expected, 'the error of a row that cannot be read')
    const printed = JSON.stringify(error) + String(error)
    expectThat(hidden === undefined || !printed.includes(hidden), 'an error prints a value of the data')
  }
}

/** How many rows of the read stand in the batches, unreadable ones counted. */
function counted(batches: readonly RowBatch[]): number {
  return rowsOf(batches).length + unreadableOf(batches).length
}

function scanOf({ dataset, columns }: Spoilt): ScanSettings {
  return { dataset: dataset.name, columns, key: ['ID'], batchRows }
}

function changesOf({ dataset, columns }: Spoilt): ChangesSettings {
  return { dataset: dataset.name, columns, by: { kind: 'column', column: 'VERSION', key: ['ID'] }, batchRows }
}

async function tryScan({ open }: CaseContext, given: Spoilt): Promise<void> {
  const session = await open()
  expectRest(await readAll(session.scan(scanOf(given))), given, 0)
  const { key: _, ...withoutKey } = scanOf(given)
  const batches = await readAll(session.scan(withoutKey))
  expectEqual(unreadableOf(batches).length, badRows.length, 'rows that cannot be read, in a scan without a key')
  expectEqual(rowsOf(batches).length, count - badRows.length, 'rows that can be read, in a scan without a key')
}

async function tryLookup({ open }: CaseContext, { dataset, columns, readable, code }: Spoilt): Promise<void> {
  const keys = readable.map((_, index) => [index + 1])
  const request = { dataset: dataset.name, columns, by: ['ID'], keys, limit: 5 }
  const session = await open()
  const { answers } = await session.lookup(request)
  for (const [index, row] of readable.entries()) {
    const answer = answers[index]
    expectRows(answer?.rows ?? [], row === undefined ? [] : [row], `rows for the key ${index + 1}`)
    expectEqual(answer?.error?.code, row === undefined ? code : undefined, `the error for the key ${index + 1}`)
    if (row !== undefined) continue
    const alone = (await session.lookup({ ...request, keys: [[index + 1]] })).answers[0]
    expectEqual(answer?.error?.details, alone?.error?.details, 'the details of an error, together and alone')
  }
}

/** Rows with a cell that cannot be read. */
export const unreadableCases: readonly ConformanceCase[] = [
  {
    id: 'unreadable/bad-bytes',
    clause: 'TXT-1',
    needs: ['scan', 'text.charsetPerColumn'],
    run: async (context) => {
      for await (const given of badTexts(context)) await tryScan(context, given)
    },
  },
  {
    id: 'unreadable/ill-typed',
    clause: 'TYP-2',
    needs: ['scan'],
    run: async (context) => {
      for await (const given of illTyped(context)) await tryScan(context, given)
    },
  },
  {
    id: 'unreadable/too-long',
    clause: 'TYP-2',
    needs: ['scan'],
    run: async (context) => {
      const { connector, note, open } = context
      if (connector.manifest.options['maxCellBytes'] === undefined)
        return note({
          zh: '超过 maxCellBytes 的单元格：此处没有该选项',
          en: 'cells beyond maxCellBytes, no option here',
        })
      const bounded = { ...context, open: () => open('read', { maxCellBytes }) }
      for await (const given of tooLong(bounded)) {
        await tryScan(bounded, given)
        if (declares(connector.manifest.capabilities, 'lookup')) await tryLookup(bounded, given)
      }
    },
  },
  {
    id: 'unreadable/resume-everywhere',
    clause: 'TXT-1',
    needs: ['scan', 'scan.resume', 'text.charsetPerColumn'],
    run: async (context) => {
      for await (const given of badTexts(context)) {
        await using session = await context.open()
        const batches = await readAll(session.scan(scanOf(given)))
        for (const [index, { cursor }] of batches.entries()) {
          const rest = await readAll(session.scan({ ...scanOf(given), after: cursor ?? '' }))
          expectRest(rest, given, counted(batches.slice(0, index + 1)))
        }
      }
    },
  },
  {
    id: 'unreadable/changes',
    clause: 'TXT-1',
    needs: ['changes', 'changes.column', 'text.charsetPerColumn'],
    run: async (context) => {
      for await (const given of badTexts(context)) {
        await using session = await context.open()
        const batches = await readAll(session.changes(changesOf(given)))
        expectRest(batches, given, 0)
        for (const [index, { cursor }] of batches.entries()) {
          const rest = await readAll(session.changes({ ...changesOf(given), after: cursor }))
          const after = counted(batches.slice(0, index + 1))
          expectRest(rest, given, after)
          const by = { kind: 'column' as const, column: 'VERSION', key: ['ID'], overlap: 2 }
          const wide = await readAll(session.changes({ ...changesOf(given), by, after: cursor }))
          expectRest(wide, given, after - 3)
        }
      }
    },
  },
  {
    id: 'unreadable/key',
    clause: 'TXT-1',
    needs: ['scan', 'text.charsetPerColumn'],
    run: async ({ open, create }) => {
      for (const { charset, bytes } of badBytes) {
        const name = { name: '编号', type: { name: 'text' as const, maxLength: 40 }, nullable: false, charset }
        const rows = [Uint8Array.of(0x41), bytes, Uint8Array.of(0x42)].map((cell, index): Row => [cell, index])
        const number = { name: 'NUMBER', type: { name: 'integer' as const }, nullable: false }
        const dataset = await create({ columns: [name, number], key: ['编号'], rows })
        const read = readAll(
          (await open()).scan({ dataset: dataset.name, columns: allColumns(dataset), key: ['编号'] }),
        )
        const error = await expectRejects(read, ['TEXT_UNDECODABLE'], 'a key that nothing can go on behind')
        expectEqual(error.details['column'], '编号', 'the column named')
      }
    },
  },
  {
    id: 'unreadable/lookup',
    clause: 'LKP-4',
    needs: ['lookup', 'text.charsetPerColumn'],
    run: async (context) => {
      for await (const given of badTexts(context)) await tryLookup(context, given)
    },
  },
]
