import { writeFileSync } from 'node:fs'
import { elementsPage } from './elements-page.ts'

writeFileSync(new URL('../../docs/elements.md', import.meta.url), elementsPage())
