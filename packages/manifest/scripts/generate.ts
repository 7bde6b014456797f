import { writeFile } from 'node:fs/promises'
import { manifestJsonSchema } from '../src/index.ts'
import { deprecationsPage } from './deprecations-page.ts'
import { manifestPage } from './manifest-page.ts'
import { versionsPage } from './versions-page.ts'

await writeFile(new URL('../berth.schema.json', import.meta.url), `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`)
await writeFile(new URL('../../../docs/manifest.md', import.meta.url), manifestPage('en'))
await writeFile(new URL('../../../docs/zh/manifest.md', import.meta.url), manifestPage('zh'))
await writeFile(new URL('../../../docs/versions.md', import.meta.url), versionsPage('en'))
await writeFile(new URL('../../../docs/zh/versions.md', import.meta.url), versionsPage('zh'))
await writeFile(new URL('../../../docs/deprecations.md', import.meta.url), deprecationsPage('en'))
await writeFile(new URL('../../../docs/zh/deprecations.md', import.meta.url), deprecationsPage('zh'))
