import { writeFileSync } from 'node:fs'
import { reportSchema } from '@berth/conformance'
import { generatedPages } from './generated-pages.ts'

for (const { file, text } of generatedPages()) writeFileSync(new URL(`../../docs/${file}`, import.meta.url), text)
writeFileSync(
  new URL('../../packages/conformance/report.schema.json', import.meta.url),
  `${JSON.stringify(reportSchema, undefined, 2)}\n`,
)
