import { writeFileSync } from 'node:fs'
import { elementsPage } from './elements-page.ts'
import { errorsPage } from './errors-page.ts'

const docs = new URL('../../docs/', import.meta.url)
writeFileSync(new URL('errors.md', docs), errorsPage())
writeFileSync(new URL('elements.md', docs), elementsPage())
