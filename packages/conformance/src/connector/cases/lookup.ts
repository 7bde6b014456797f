import {
  BerthError,
  type ConnectorSession,
  type LookupAnswer,
  type LookupRequest,
  type LookupResult,
  type Row,
  type Value,
} from '@berth/core'
import { hostileTexts } from '../../corpus/hostile-texts.ts'
import { likeTexts } from '../../corpus/like-texts.ts'
import { ConformanceFailure, expectEqual, expectRows, expectSameRows, expectThat, rowText } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { allColumns } from '../read-all.ts'
import { people } from './datasets.ts'

/** An answer without what may differ between two equal ones: the error object. */
function plain({ rows, more, error }: LookupAnswer): unknown {
  return { rows: rows.map(rowText), more, code: error?.code }
}

/** Each key asked in a call of its own. */
async function alone(
  lookup: (request: LookupRequest) => Promise<LookupResult>,
  request: LookupRequest,
): Promise<(LookupAnswer | undefined)[]> {
  const answers: (LookupAnswer | undefined)[] = []
  for (const key of request.keys) answers.push((await lookup({ ...request, keys: [key] })).answers[0])
  return answers
}

/** The answers to one call; one that fails as a whole says so of a key. */
async function answersTo(session: ConnectorSession, request: LookupRequest): Promise<readonly LookupAnswer[]> {
  try {
    return (await session.lookup(request)).answers
  } catch (error) {
    const code = BerthError.is(error) ? error.code : String(error)
    const keys = request.keys.map(([key]) => String(key)).join(' ')
    throw new ConformanceFailure(
      `asking for keys that are values and no part of a statement fails with ${code}: ${keys}`,
    )
  }
}

/** Questions by key. */
export const lookupCases: readonly ConformanceCase[] = [
  {
    id: 'lookup/hostile-values',
    clause: 'LKP-1',
    needs: ['lookup'],
    run: async ({ open, create, target, random }) => {
      const columns = people(0, random).columns
      const rows = hostileTexts.map((text, index): Row => [index + 1, text, 0, null])
      const stored = rows.filter((_, index) => index % 2 === 0)
      const dataset = await create({ columns, key: ['ID'], rows: [...stored, [999, 'x', 0, null]] })
      const request = { dataset: dataset.name, columns: allColumns(dataset), by: ['姓名'], limit: 50 }
      const session = await open()
      const ask = (keys: readonly string[]): Promise<readonly LookupAnswer[]> =>
        answersTo(session, { ...request, keys: keys.map((text) => [text]) })
      const together = await ask(hostileTexts)
      for (const [index, text] of hostileTexts.entries()) {
        const { rows: found = [], error } = together[index] ?? {}
        const asked = `rows for the key ${text}, which is a value and no part of a statement`
        if (error !== undefined) throw new ConformanceFailure(`${asked}: the question fails with ${error.code}`)
        expectRows(
          found,
          stored.filter((row) => row[1] === text),
          asked,
        )
      }
      expectSameRows(await target.read(dataset), dataset.rows, 'the dataset afterwards')
    },
  },
  {
    id: 'lookup/limit-and-order',
    clause: 'LKP-3',
    needs: ['lookup'],
    run: async ({ open, create, random }) => {
      const { columns } = people(0, random)
      const rows = [7, 3, 9, 1, 5].map((id): Row => [id, '同名', 0, null])
      const dataset = await create({ columns, key: ['ID'], rows })
      const session = await open()
      for (const [limit, ids, more] of [
        [2, [1, 3], true],
        [4, [1, 3, 5, 7], true],
        [5, [1, 3, 5, 7, 9], false],
        [50, [1, 3, 5, 7, 9], false],
      ] as const) {
        const request = { dataset: dataset.name, columns: [{ name: 'ID' }], by: ['姓名'], limit, orderBy: ['ID'] }
        const { answers } = await session.lookup({ ...request, keys: [['同名'], ['无']] })
        expectEqual(
          answers[0]?.rows,
          ids.map((id) => [id]),
          `the first ${limit} rows in order`,
        )
        expectEqual(answers[0]?.more, more, `more behind the limit of ${limit}`)
        expectEqual(answers[1], { rows: [], more: false }, 'the answer to a key without rows')
      }
    },
  },
  {
    id: 'lookup/together-as-alone',
    clause: 'LKP-4',
    needs: ['lookup'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(60, random))
      const session = await open()
      for (const count of [2, 3, 7, 16, 65, 130]) {
        const keys = Array.from({ length: count }, (): Value[] => [random.below(9) === 0 ? null : random.below(7)])
        const request = {
          dataset: dataset.name,
          columns: allColumns(dataset),
          by: ['order'],
          limit: 10,
          orderBy: ['ID'],
        }
        const together = await session.lookup({ ...request, keys })
        const single = await alone((one) => session.lookup(one), { ...request, keys })
        expectEqual(together.answers.length, count, 'answers')
        expectEqual(
          together.answers.map(plain),
          single.map((answer) => answer && plain(answer)),
          `${count} together`,
        )
        expectEqual(
          together.fields.map(({ name }) => name),
          dataset.columns.map(({ name }) => name),
          'fields',
        )
      }
    },
  },
  {
    id: 'lookup/expected-rows',
    clause: 'LKP-4',
    needs: ['lookup'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(40, random))
      const session = await open()
      const keys = [...dataset.rows, [0, '无', 0, null]].map((row): Value[] => [row[2] ?? null, row[1] ?? null])
      const request = { dataset: dataset.name, columns: allColumns(dataset), by: ['order', '姓名'], limit: 50 }
      const { answers } = await session.lookup({ ...request, keys })
      for (const [index, key] of keys.entries()) {
        const expected = dataset.rows.filter((row) => row[2] === key[0] && row[1] === key[1])
        expectSameRows(answers[index]?.rows ?? [], expected, `rows for the key ${JSON.stringify(key)}`)
      }
    },
  },
  {
    id: 'lookup/exact-keys',
    clause: 'LKP-4',
    needs: ['lookup'],
    run: async ({ open, create, target, random, note }) => {
      const { columns } = people(0, random)
      const type = columns[1]?.type ?? { name: 'text' }
      const texts = likeTexts.filter((text) => target.holds(type, text))
      const left = likeTexts.length - texts.length
      if (left > 0)
        note({
          zh: `${likeTexts.length} 个彼此相像的文本中的 ${left} 个：目标存不下`,
          en: `${left} of ${likeTexts.length} texts that are like another, which the target cannot hold`,
        })
      // Every other one is asked for and not there.
      const rows = texts.map((text, index): Row => [index, text, index % 2, null])
      for (const some of [
        rows,
        rows.filter((_, index) => index % 2 === 0),
        rows.filter((_, index) => index % 2 === 1),
      ]) {
        const dataset = await create({ columns, key: ['ID'], rows: some })
        const request = { dataset: dataset.name, columns: allColumns(dataset), by: ['姓名'], limit: 50 }
        const { answers } = await (await open()).lookup({ ...request, keys: texts.map((text) => [text]) })
        for (const [index, text] of texts.entries()) {
          const expected = some.filter((row) => row[1] === text)
          expectRows(answers[index]?.rows ?? [], expected, `rows for the key ${JSON.stringify(text)}`)
        }
      }
    },
  },
  {
    id: 'lookup/keys-beyond-text',
    clause: 'LKP-4',
    needs: ['lookup'],
    run: async ({ open, create, target, random }) => {
      const { columns } = people(0, random)
      const full = 'a'.repeat(40)
      const type = columns[1]?.type ?? { name: 'text' }
      const texts = ['a', full, '?', 'a?', '\u{fffd}', 'a\u{fffd}'].filter((text) => target.holds(type, text))
      const rows = texts.map((text, index): Row => [index, text, 0, null])
      const dataset = await create({ columns, key: ['ID'], rows })
      const session = await open()
      const request = { dataset: dataset.name, columns: allColumns(dataset), by: ['姓名'], limit: 9 }
      const beyond = ['a\0', 'a\0b', '\0', '\ud800', 'a\udc00', `${full}a`, full.repeat(2500), 'a'.repeat(65_537)]
      for (const key of beyond) {
        const { answers } = await session.lookup({ ...request, keys: [['a'], [key], [full]] })
        const what = `${JSON.stringify(key.slice(0, 4))}, of ${key.length}`
        expectEqual(
          answers.map((answer) => answer.rows),
          [[rows[0]], [], [rows[1]]],
          `rows for a key that no text of the column can be (${what}), and for those beside it`,
        )
        const errors = [answers[0]?.error?.code, answers[2]?.error?.code]
        expectEqual(errors, [undefined, undefined], `errors of the keys beside it (${what})`)
      }
    },
  },
  {
    id: 'lookup/null-matches-nothing',
    clause: 'LKP-4',
    needs: ['lookup'],
    run: async ({ open, create, random }) => {
      const { columns } = people(0, random)
      const dataset = await create({
        columns,
        key: ['ID'],
        rows: [
          [1, 'a', 0, null],
          [2, 'b', 0, 'x'],
        ],
      })
      const request = { dataset: dataset.name, columns: [{ name: 'ID' }], by: ['order', 'Remark'], limit: 5 }
      const { answers } = await (await open()).lookup({
        ...request,
        keys: [
          [0, null],
          [0, 'x'],
          [null, null],
        ],
      })
      expectEqual(
        answers.map(({ rows }) => rows),
        [[], [[2]], []],
        'rows for keys with NULL',
      )
    },
  },
  {
    id: 'lookup/bad-key-alone',
    clause: 'LKP-4',
    needs: ['lookup'],
    run: async ({ open, create, random }) => {
      const dataset = await create(people(5, random))
      const request = { dataset: dataset.name, columns: [{ name: 'ID' }], by: ['ID'], limit: 5 }
      const { answers } = await (await open()).lookup({ ...request, keys: [[1], ["1' OR '1'='1"], [2]] })
      expectEqual(
        answers.map(({ rows }) => rows),
        [[[1]], [], [[2]]],
        'rows beside a key of the wrong type',
      )
      expectThat(answers[0]?.error === undefined && answers[2]?.error === undefined, 'a good key got an error')
    },
  },
]
