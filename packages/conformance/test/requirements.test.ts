import { expect, test } from 'vitest'
import {
  connectorCases,
  connectorDefects,
  dockingCases,
  dockingDefects,
  platformCases,
  platformDefects,
  requirements,
} from '../src/index.ts'
import { readRequirements } from '../src/requirements/requirements.ts'

/** For each role its cases, and the defects that prove them. */
const roles = [
  { role: 'connector', cases: connectorCases, defects: connectorDefects },
  { role: 'docking', cases: dockingCases, defects: dockingDefects },
  { role: 'platform', cases: platformCases, defects: platformDefects },
] as const

test.each(roles)('every clause of a $role has a case, and every case a clause', ({ role, cases }) => {
  const clauses = requirements.filter((requirement) => requirement.role === role)
  const tried = new Set(cases.map(({ clause }) => clause))
  expect(clauses.filter(({ id, notTested }) => !tried.has(id) && notTested === undefined)).toEqual([])
  expect(clauses.filter(({ id, notTested }) => tried.has(id) && notTested !== undefined)).toEqual([])
  expect([...tried].filter((id) => !clauses.some((clause) => clause.id === id))).toEqual([])
})

test.each(roles)('every case of a $role is named by a defect that it catches, and every defect by a case', (entry) => {
  const ids = entry.cases.map(({ id }) => id)
  const named = new Set(entry.defects.flatMap(({ caughtBy }) => caughtBy))
  expect(ids.filter((id) => !named.has(id))).toEqual([])
  expect([...named].filter((id) => !ids.includes(id))).toEqual([])
  expect(entry.defects.filter(({ caughtBy }) => caughtBy.length === 0)).toEqual([])
  for (const unique of [ids, entry.defects.map(({ id }) => id)]) expect(new Set(unique).size).toBe(unique.length)
})

test('every clause belongs to a role that is tried', () => {
  const tried: readonly string[] = roles.map(({ role }) => role)
  expect(requirements.filter(({ role }) => !tried.includes(role))).toEqual([])
})

test('texts are in both languages', () => {
  for (const { text } of requirements) {
    expect(text.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(text.en).toMatch(/^[ -~]+$/)
  }
})

const whole = {
  id: 'XXX-1',
  role: 'connector',
  keyword: 'MUST',
  level: 'basic',
  since: '1.0',
  text: { zh: '必须', en: 'It must.' },
}

test.each([
  [{ id: 'x' }, 'clause x: its id is not three letters and a number'],
  [{ role: 'nobody' }, 'clause XXX-1: there is no role nobody'],
  [{ keyword: 'MAY' }, 'clause XXX-1: there is no keyword MAY'],
  [{ level: 'gold' }, 'clause XXX-1: there is no level gold'],
  [{ since: 1 }, 'clause XXX-1: since is no version'],
  [{ text: { zh: '必须' } }, 'clause XXX-1: it has to be worded in Chinese and English'],
  [{ notTested: { zh: '无', en: 'none' } }, 'clause XXX-1: what MUST be is tried'],
  [{ notest: true }, 'clause XXX-1: notest is no key'],
])('a clause with %j is refused', (change, message) => {
  const read = (...clauses: readonly object[]): unknown =>
    readRequirements(JSON.stringify({ contract: '1.0', requirements: clauses }))
  expect(() => read(whole)).not.toThrow()
  expect(() => read(whole, whole)).toThrow('clause XXX-1: it stands there twice')
  expect(() => read({ ...whole, ...change })).toThrow(message)
})
