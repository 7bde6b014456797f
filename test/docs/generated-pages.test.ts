import { readFileSync } from 'node:fs'
import { errorCatalogue } from '@berth/core'
import { expect, test } from 'vitest'
import { typescriptFiles, workspacePackages } from '../structure/sources.ts'
import { elementsPage } from './elements-page.ts'
import { errorsPage } from './errors-page.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')

test('docs/errors.md is what the catalogue says: npm run docs:generate', () => {
  expect(page).toBe(errorsPage())
})

test('docs/elements.md is what the package says: npm run docs:generate', () => {
  const elements = readFileSync(new URL('../../docs/elements.md', import.meta.url), 'utf8')
  expect(elements).toBe(elementsPage())
})

test('every code of the page is in the catalogue, and the reverse', () => {
  const documented = [...page.matchAll(/^## (\w+)$/gm)].map((match) => match[1])
  expect(new Set(documented)).toEqual(new Set(Object.keys(errorCatalogue)))
})

test('every code is used somewhere', () => {
  const files = workspacePackages.flatMap(({ kind, folder }) => typescriptFiles(`${kind}/${folder}/src`))
  const sources = files
    .filter((file) => !file.includes('/errors/catalogue'))
    .map((file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))
  const unused = Object.keys(errorCatalogue).filter(
    (code) => !sources.some((text) => new RegExp(`\\b${code}\\b`).test(text)),
  )
  expect(unused).toEqual([])
})
