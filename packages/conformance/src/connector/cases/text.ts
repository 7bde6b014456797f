import type { Row } from '@berth/core'
import { charsetTexts } from '../../corpus/charset-texts.ts'
import { expectRows, expectThat } from '../../run/expect.ts'
import type { ConformanceCase } from '../case.ts'
import { scanRows } from '../read-all.ts'
import type { TargetDataset } from '../target.ts'

function inCharset(charset: string, cells: readonly Uint8Array[]): Omit<TargetDataset, 'name'> {
  return {
    columns: [
      { name: 'ID', type: { name: 'integer' }, nullable: false },
      { name: '姓名', type: { name: 'text', maxLength: 40 }, nullable: true, charset },
    ],
    key: ['ID'],
    rows: cells.map((bytes, index): Row => [index, bytes]),
  }
}

/** Columns whose bytes are in a charset of their own. */
export const textCases: readonly ConformanceCase[] = [
  {
    id: 'text/declared-charset',
    clause: 'TXT-1',
    needs: ['scan', 'text.charsetPerColumn'],
    run: async ({ open, create }) => {
      for (const { charset, text, bytes } of charsetTexts) {
        const dataset = await create(inCharset(charset, [bytes]))
        expectRows(await scanRows(await open(), dataset), [[0, text]], charset)
      }
    },
  },
  {
    id: 'text/lookup-by-declared-charset',
    clause: 'TXT-1',
    needs: ['lookup', 'text.charsetPerColumn'],
    run: async ({ open, create }) => {
      for (const { charset, text, bytes } of charsetTexts) {
        const dataset = await create(inCharset(charset, [bytes, Uint8Array.of(0x41)]))
        const columns = [{ name: 'ID' }, { name: '姓名', charset }]
        const keys = [[text], ['B']]
        const { answers } = await (await open()).lookup({
          dataset: dataset.name,
          columns,
          by: ['姓名'],
          keys,
          limit: 9,
        })
        expectRows(answers[0]?.rows ?? [], [[0, text]], `${charset}: the row with the text`)
        expectThat(answers[1]?.rows.length === 0, `${charset}: a text that is not there was found`)
      }
    },
  },
]
