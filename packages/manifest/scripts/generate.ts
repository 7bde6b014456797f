import { writeFile } from 'node:fs/promises'
import { manifestJsonSchema } from '../src/index.ts'
import { manifestPage } from './manifest-page.ts'

await writeFile(new URL('../berth.schema.json', import.meta.url), `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`)
await writeFile(new URL('../../../docs/manifest.md', import.meta.url), manifestPage())
