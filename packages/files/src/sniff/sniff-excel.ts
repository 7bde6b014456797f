import type { DefinitionDoubt } from '@berth/core'
import type { FileContent } from '../codecs/codec.ts'
import { fileDataset } from '../definition/read-definition.ts'
import type { SampleCell } from './cell-shape.ts'
import type { ContentGuess } from './content-guess.ts'
import { doubt } from './doubts.ts'
import { sampleRows } from './sample-rows.ts'
import { sniffHead } from './sniff-header.ts'

/** Where the table begins on the first sheet. */
export async function sniffExcel(content: FileContent, signal: AbortSignal): Promise<ContentGuess> {
  const bare = fileDataset('sample', { files: '*', format: 'excel', header: false })
  const { columns, rows } = await sampleRows(content, bare, signal)
  const texts = rows.map((row) => row.map((cell): SampleCell => (cell === null ? null : String(cell))))
  const { skip, header, doubtful } = sniffHead(texts, columns.length)
  const doubts: DefinitionDoubt[] = []
  if (skip > 0) doubts.push(doubt('skipLines', 'titles', { count: skip }))
  if (doubtful) doubts.push(doubt(header ? 'format' : 'header', header ? 'headerDoubtful' : 'noHeaderDoubtful'))
  const entries = { format: 'excel', ...(skip === 0 ? {} : { skipLines: skip }), ...(header ? {} : { header: false }) }
  return { entries, doubts }
}
