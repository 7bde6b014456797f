import { BerthError, type Dataset, type Value } from '@berth/core'
import { ConformanceFailure, expectThat } from '../../run/expect.ts'
import type { DockingCase, DockingContext } from '../case.ts'
import type { ResourceOutline } from '../outline.ts'
import { columnOf, type Sample } from '../sample.ts'

/** The most rows of a sample, in a hundred, that may be left out: beyond it the manifest is wrong, and not the rows. */
const mostLeftOut = 10

/** The manifest beside the system that it describes. */
export const systemCases: readonly DockingCase[] = [
  {
    id: 'system/datasets',
    clause: 'SYS-1',
    needs: 'connection',
    run: async (context) => {
      const wrong: string[] = []
      for (const connection of Object.keys(context.subject.manifest.connections)) {
        wrong.push(...(await missingParts(context, connection)))
      }
      expectThat(wrong.length === 0, `the manifest names what the system does not have: ${wrong.join('; ')}`)
    },
  },
  {
    id: 'system/keys',
    clause: 'SYS-2',
    needs: 'connection',
    run: async (context) => {
      await eachSample(context, (resource, sample) => {
        const { key } = resource.from
        const keys = sample.rows.map((_, row) => key.map((name) => columnOf(sample, name)[row] ?? null))
        const empty = keys.findIndex((cells) => cells.includes(null))
        expectThat(
          empty < 0,
          `${resource.id}: the key ${key.join(', ')} is empty in row ${empty + 1}, so it names no row`,
        )
        const texts = keys.map((cells) => JSON.stringify(cells))
        const twice = key.length === 0 ? -1 : texts.findIndex((text, row) => texts.indexOf(text) !== row)
        expectThat(
          twice < 0,
          `${resource.id}: rows ${texts.indexOf(texts[twice] ?? '') + 1} and ${twice + 1} have the same key ${key.join(', ')}; name the columns that tell rows apart in from.key`,
        )
      })
    },
  },
  {
    id: 'system/change-column',
    clause: 'SYS-2',
    needs: 'connection',
    run: async (context) => {
      await eachSample(context, async (resource, sample) => {
        const { changes } = resource.from
        if (changes?.by !== 'column' || changes.column === undefined) return
        const empty = columnOf(sample, changes.column).indexOf(null)
        expectThat(
          empty < 0,
          `${resource.id}: the change column ${changes.column} is empty in row ${empty + 1}; such rows are never delivered`,
        )
        await expectOrdered(context, resource, changes.column)
      })
    },
  },
  {
    id: 'system/rows',
    clause: 'SYS-3',
    needs: 'connection',
    run: async (context) => {
      await eachSample(context, (resource, { rows, carried, unreadable }) => {
        if (rows.length + unreadable.length === 0) {
          const { id } = resource
          return context.note({
            zh: `${id} 的行、应答和交付的内容：其数据集是空的`,
            en: `rows of ${id}, and what answers and deliveries of it hold: its dataset is empty`,
          })
        }
        const left = carried.flatMap((row, index) =>
          'item' in row ? [{ ...row, row: placeOf(index, unreadable) }] : [],
        )
        const places = [
          ...left.map(({ row, item, code, length }) => `row ${row}, ${item}: ${code}, length ${length ?? '-'}`),
          ...unreadable.map(({ row, error }) => `row ${row}, column ${error.details['column'] ?? '?'}: ${error.code}`),
        ]
        if (places.length === 0) return
        const read = rows.length + unreadable.length
        const told = `${resource.id}: ${places.length} of the first ${read} rows would be left out (${places.slice(0, 5).join('; ')})`
        expectThat(
          places.length * 100 <= read * mostLeftOut,
          `${told}: so many that type, format, charset or codes of the item do not fit the column`,
        )
        context.note({
          zh: `${resource.id}：前 ${read} 行中有 ${places.length} 行会被略过（${places.slice(0, 5).join('; ')}），均记入拒收文件`,
          en: `${told}: they are told in the rejects file`,
        })
      })
    },
  },
]

async function missingParts({ subject, note }: DockingContext, connection: string): Promise<string[]> {
  const resources = Object.values(subject.manifest.resources).filter(({ from }) => from.connection === connection)
  if (resources.length === 0) return []
  const names = [...new Set(resources.flatMap((resource) => [resource.from.dataset, ...outboxOf(resource)]))]
  const datasets = new Map<string, Dataset>()
  try {
    await using session = await subject.open(connection)
    await session.ping()
    for await (const dataset of session.describe({ names })) datasets.set(dataset.name, dataset)
  } catch (error) {
    const failure = BerthError.from(error, 'INTERNAL', { subject: connection })
    if (failure.code === 'NOT_SUPPORTED' && failure.details['capability'] === 'describe') {
      note({
        zh: `${connection} 的数据集：其连接器不列出`,
        en: `the datasets of ${connection}: its connector tells none`,
      })
      return []
    }
    throw new ConformanceFailure(`the system of ${connection} cannot be asked: ${failure.code}, ${failure.text('en')}`)
  }
  return resources.flatMap((resource) => partsMissing(resource, datasets))
}

function partsMissing(resource: ResourceOutline, datasets: ReadonlyMap<string, Dataset>): string[] {
  const { dataset, key, changes } = resource.from
  const found = datasets.get(dataset)
  const path = `resources.${resource.id}`
  if (found === undefined) return [`${path}.from: no dataset ${dataset}`]
  const there = new Set(found.columns.map(({ name }) => name))
  const wanted: (readonly [string, string])[] = [
    ...key.map((column) => [`${path}.from.key`, column] as const),
    ...(changes?.column === undefined ? [] : [[`${path}.from.changes`, changes.column] as const]),
    ...resource.items.map(({ id, from }) => [`${path}.items.${id}`, from] as const),
  ]
  return [
    ...wanted
      .filter(([, column]) => !there.has(column))
      .map(([place, column]) => `${place}: no column ${column} in ${dataset}`),
    ...outboxOf(resource).flatMap((name) => {
      const outbox = datasets.get(name)
      if (outbox === undefined) return [`${path}.from.changes: no dataset ${name}`]
      const columns = new Set(outbox.columns.map((column) => column.name))
      return key
        .filter((column) => !columns.has(column))
        .map((column) => `${path}.from.changes: no column ${column} in ${name}`)
    }),
  ]
}

/** The position in the read of a row, where those that cannot be read were left out. */
function placeOf(index: number, unreadable: Sample['unreadable']): number {
  return unreadable.reduce((place, { row }) => (row <= place ? place + 1 : place), index + 1)
}

function outboxOf({ from }: ResourceOutline): readonly string[] {
  return from.changes?.by === 'outbox' && from.changes.dataset !== undefined ? [from.changes.dataset] : []
}

async function eachSample(
  context: DockingContext,
  look: (resource: ResourceOutline, sample: Sample) => void | Promise<void>,
): Promise<void> {
  for (const resource of Object.values(context.subject.manifest.resources)) {
    const sample = await context.sample(resource)
    if (sample.problem === undefined) {
      await look(resource, sample)
      continue
    }
    const { code, details } = sample.problem
    const needsQuestion = code === 'PARAMETER_MISSING' || (code === 'NOT_SUPPORTED' && details['capability'] === 'scan')
    expectThat(needsQuestion, `${resource.id}: no row can be read: ${code}, ${sample.problem.text('en')}`)
    context.note({
      zh: `${resource.id} 的行：其系统不提问就不给出`,
      en: `rows of ${resource.id}: its system shows none without a question`,
    })
  }
}

/** The first changes come in the order of their column, or a resume behind one loses those before it. */
async function expectOrdered({ subject }: DockingContext, resource: ResourceOutline, column: string): Promise<void> {
  const { connection, dataset, key } = resource.from
  await using session = await subject.open(connection)
  if (session.manifest.capabilities.changes?.column !== true) return
  const columns = [...new Set([column, ...key])].map((name) => ({ name }))
  const by = { kind: 'column', column, key } as const
  let last: Value = null
  let read = 0
  for await (const { fields, rows } of session.changes({ dataset, columns, by, batchRows: 100 })) {
    const at = fields.findIndex(({ name }) => name === column)
    for (const row of rows) {
      const cell = row[at] ?? null
      expectThat(
        last === null || !isBefore(cell, last, fields[at]?.type.name),
        `${resource.id}: change ${read + 1} stands before the one ahead of it by ${column}, so a later run would lose it`,
      )
      last = cell
      read += 1
    }
    if (read >= 300) return
  }
}

function isBefore(one: Value, other: Value, type: string | undefined): boolean {
  if (type === 'int64' || type === 'decimal' || type === 'integer' || type === 'double')
    return Number(one) < Number(other)
  return String(one) < String(other)
}
