import { BerthError, type ConnectorSession, openSession, type Row } from '@berth/core'
import { expect, test } from 'vitest'
import { hostileTexts } from '../../../../packages/conformance/src/corpus/hostile-texts.ts'
import { connector } from '../../src/index.ts'
import { permits, selection } from './permits.ts'

/** What XML 1.0 can hold. */
const xml = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u

/** What is asked of every peer that has the permits. */
export function expectPermits(
  open: () => { readonly wsdl: string; readonly datasets: Readonly<Record<string, unknown>> },
): void {
  const withSession = async <Result>(run: (session: ConnectorSession) => Promise<Result>): Promise<Result> => {
    const { wsdl, datasets } = open()
    await using session = await openSession(connector, { wsdl }, { datasets, access: 'write' })
    return await run(session)
  }

  test('a scan reads every page once, its digits and nulls as they are', async () => {
    const rows = await withSession(async (session) => {
      const read: Row[] = []
      for await (const batch of session.scan({ dataset: 'permits', columns: selection, batchRows: 2 }))
        read.push(...batch.rows)
      return read
    })
    expect(rows.toSorted((left, right) => Number(left[0]) - Number(right[0]))).toEqual(permits)
  })

  test('a lookup binds its key and answers each question apart', async () => {
    const keys = [['3'], ['9007199254740993'], ['9007199254740992']]
    const { answers } = await withSession((session) =>
      session.lookup({ dataset: 'permit', by: ['id'], keys, columns: selection, limit: 5 }),
    )
    expect(answers).toEqual([
      { rows: [permits[1]], more: false },
      { rows: [permits[3]], more: false },
      { rows: [], more: false },
    ])
  })

  test('texts of every kind come back as they went', async () => {
    const texts = [
      '',
      ' 前后 ',
      'a\tb\nc\rd',
      ']]>',
      '<![CDATA[x]]></text><evil/><![CDATA[y]]>',
      '𠮷',
      ...hostileTexts,
    ].filter((text) => xml.test(text))
    await withSession(async (session) => {
      for (const text of texts) {
        const { answers } = await session.lookup({
          dataset: 'echo',
          by: ['text'],
          keys: [[text]],
          columns: [{ name: 'text' }],
          limit: 1,
        })
        expect(answers[0]?.rows).toEqual([[text]])
      }
    })
  })

  test('a submission answers its number; a refusal and a failure are told apart, and neither tells a value', async () => {
    const submit = (name: string, idempotencyKey: string): Promise<unknown> =>
      withSession(async (session) => {
        const input = [{ name: 'name', type: { name: 'text' as const }, value: name }]
        const output = [{ name: 'id', type: { name: 'int64' as const } }]
        return (await session.invoke({ operation: 'submit', input, output, idempotencyKey })).rows
      }).catch((error: unknown) => error)
    const first = await submit('a', 'key 1')
    expect(first).toEqual([[expect.stringMatching(/^90071992547409\d\d$/)]])
    expect(await submit('a', 'key 1')).toEqual(first)
    for (const [name, code] of [
      ['refuse', 'QUERY_FAILED'],
      ['fail', 'UNKNOWN_OUTCOME'],
    ] as const) {
      const error = await submit(name, `key ${name}`)
      expect(error).toBeInstanceOf(BerthError)
      expect((error as BerthError).code).toBe(code)
      expect(`${JSON.stringify(error)} ${(error as BerthError).message}`).not.toMatch(/11010519491231002X|不存在/)
    }
  })

  test('every operation is drafted, and a draft can be asked', async () => {
    const { wsdl } = open()
    await using session = await openSession(connector, { wsdl })
    const drafts: Record<string, unknown> = {}
    const kinds: Record<string, string> = {}
    for await (const dataset of session.describe()) {
      drafts[dataset.name] = dataset.definition
      kinds[dataset.name] = dataset.kind
    }
    expect(kinds).toEqual({ echo: 'procedure', find: 'service', list: 'service', submit: 'procedure' })
    await using asked = await openSession(connector, { wsdl }, { datasets: drafts })
    const { answers } = await asked.lookup({ dataset: 'find', by: ['id'], keys: [['3']], columns: selection, limit: 5 })
    expect(answers).toEqual([{ rows: [permits[1]], more: false }])
  })
}
