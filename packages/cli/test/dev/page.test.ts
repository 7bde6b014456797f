import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { guardedPath } from '../../src/dev/page-guard.ts'
import { pageWords } from '../../src/dev/page-state.ts'

const text = (file: string): string => readFileSync(new URL(`../../page/${file}`, import.meta.url), 'utf8')

test('the page says nothing in Chinese that the catalogue of messages does not say', () => {
  const words = pageWords()
  const said = [...text('page.html').matchAll(/data-say="([\w.]+)"[^>]*>\s*([^<]+?)\s*</g)].map(([, key, word]) => [
    key,
    word,
  ])
  expect(said.length).toBeGreaterThan(20)
  expect(said.filter(([key, word]) => words[key ?? '']?.zh !== word)).toEqual([])
})

test('every word that the page asks for is there, and every word that is there is asked for', () => {
  const program = text('page.js') + text('page.html')
  const asked = new Set([...program.matchAll(/(?:say\(|data-say=|line\()['"]([\w.]+)['"]/g)].map(([, key]) => key))
  const words = Object.keys(pageWords())
  expect([...asked].filter((key) => !words.includes(key ?? ''))).toEqual([])
  const named = new Set(program.match(/\w+/g))
  const unasked = words.filter(
    (key) => key.startsWith('page.') && !asked.has(key) && !named.has(key.slice('page.'.length)),
  )
  expect(unasked).toEqual([])
})

test('the page loads nothing from elsewhere and puts nothing in as markup', () => {
  expect(text('page.html') + text('page.css')).not.toMatch(/https?:|@import|url\(/)
  expect(text('page.js')).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|localStorage|sessionStorage|indexedDB|https?:/,
  )
})

test.each([
  [{ host: '127.0.0.1:8471' }, '/t/state', '/state'],
  [{ host: 'localhost:8471' }, '/t/state?x=1', '/state'],
  [{ host: '[::1]:8471', origin: 'http://[::1]:8471' }, '/t/', '/'],
  [{ host: '127.0.0.1.evil.example' }, '/t/', undefined],
  [{ host: 'localhost.evil.example:8471' }, '/t/', undefined],
  [{}, '/t/', undefined],
  [{ host: 'localhost', origin: 'null' }, '/t/', undefined],
  [{ host: 'localhost', origin: 'https://localhost' }, '/t/', undefined],
  [{ host: 'localhost', 'sec-fetch-site': 'same-site' }, '/t/', undefined],
  [{ host: 'localhost' }, '/tt/', undefined],
  [{ host: 'localhost' }, '/t', undefined],
  [{ host: 'localhost' }, '//t/', undefined],
])('%j %s is answered as %s', (headers, url, path) => {
  expect(guardedPath({ headers, url }, 't')).toBe(path)
})
