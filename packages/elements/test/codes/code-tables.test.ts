import { isCalendarDate } from '@berth/core'
import { expect, test } from 'vitest'
import { codeTable, codeTables, findCode } from '../../src/index.ts'

test('the tables of sex and marriage are those of the standard', () => {
  expect(codeTable('gb.sex')?.entries.map((entry) => entry.code)).toEqual(['0', '1', '2', '9'])
  const marriage = codeTable('gb.marriage')?.entries.map((entry) => entry.code + entry.name.zh.slice(0, 2))
  expect(marriage).toEqual(['10未婚', '20已婚', '21初婚', '22再婚', '23复婚', '30丧偶', '40离婚', '90未说'])
})

test('what is no table is not found', () => {
  for (const id of ['gb.none', 'toString', '']) expect(codeTable(id)).toBeUndefined()
})

test('codes and aliases are unambiguous, dates are days of the calendar', () => {
  for (const [id, table] of Object.entries(codeTables)) {
    expect(table.id).toBe(id)
    const spellings = table.entries.flatMap((entry) => [entry.code, ...(entry.aliases ?? [])])
    expect(new Set(spellings).size).toBe(spellings.length)
    for (const { validFrom, validTo } of table.entries) {
      for (const day of [validFrom, validTo]) {
        if (day === undefined) continue
        const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
        expect(isCalendarDate(year, month, date)).toBe(true)
      }
    }
  }
})

test('the first character of each class is a registry', () => {
  const registries = new Set(codeTable('gb.creditCodeRegistry')?.entries.map((entry) => entry.code))
  for (const { code } of codeTable('gb.creditCodeClass')?.entries ?? []) expect(registries).toContain(code.charAt(0))
})

test('a code is found on the days on which it holds', () => {
  const name = { zh: '某县', en: 'Some county' }
  const table = {
    id: 'test.divisions',
    title: name,
    standard: 'GB/T 2260',
    entries: [
      { code: '440524', name, validTo: '1994-12-31' },
      { code: '440582', name, validFrom: '1995-01-01' },
    ],
  }
  expect(findCode(table, '440524', '1994-12-31')).toBe(table.entries[0])
  expect(findCode(table, '440524', '1995-01-01')).toBeUndefined()
  expect(findCode(table, '440582', '1994-12-31')).toBeUndefined()
  expect(findCode(table, '440524')).toBeUndefined()
  expect(findCode(table, '440582')).toBe(table.entries[1])
})
