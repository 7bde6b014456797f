import { expect, test } from 'vitest'
import { connectorCases, connectorDefects, connectorRequirements } from '../src/index.ts'

const clauses = connectorRequirements.map(({ id }) => id)

test('every clause has a case, and every case a clause', () => {
  const tried = new Set(connectorCases.map(({ clause }) => clause))
  expect(clauses.filter((id) => !tried.has(id))).toEqual([])
  expect([...tried].filter((id) => !clauses.includes(id))).toEqual([])
})

test('every case is named by a defect that it catches, and every defect by a case that is there', () => {
  const ids = connectorCases.map(({ id }) => id)
  const named = new Set(connectorDefects.flatMap(({ caughtBy }) => caughtBy))
  expect(ids.filter((id) => !named.has(id))).toEqual([])
  expect([...named].filter((id) => !ids.includes(id))).toEqual([])
  expect(connectorDefects.filter(({ caughtBy }) => caughtBy.length === 0)).toEqual([])
})

test('ids are unique, texts are in both languages', () => {
  for (const ids of [clauses, connectorCases.map(({ id }) => id), connectorDefects.map(({ id }) => id)]) {
    expect(new Set(ids).size).toBe(ids.length)
  }
  for (const { text } of connectorRequirements) {
    expect(text.zh).toMatch(/[一-鿿]/)
    expect(text.en).toMatch(/^[ -~]+$/)
  }
})
