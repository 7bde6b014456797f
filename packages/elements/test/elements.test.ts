import { formatLogicalType, grades, parseLogicalType } from '@berth/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeTable, elementProblems, elements, findElement } from '../src/index.ts'

const all = Object.values(elements)
const asked = (
  'person.citizenNumber person.name person.mobilePhone person.phone person.birthDate person.sex person.address ' +
  'organisation.creditCode organisation.organisationCode organisation.name place.division contact.email ' +
  'contact.postalCode event.date event.datetime money.amount bank.cardNumber vehicle.plate person.passport ' +
  'certificate.number'
).split(' ')

test('every element that dockings refer to is there', () => {
  for (const id of asked) expect(findElement(id)?.id).toBe(id)
})

test('what is no element is not found, also not by the names of Object', () => {
  for (const id of ['person.shoeSize', '', 'toString', '__proto__', 'constructor'])
    expect(findElement(id)).toBeUndefined()
})

test('each element is complete and consistent', () => {
  for (const element of all) {
    expect(element.id).toMatch(/^[a-z]+\.[a-z][A-Za-z]+$/)
    expect(element.title.zh).toMatch(/^\p{Script=Han}+$/u)
    expect(element.title.en).toMatch(/^[A-Z]/)
    expect(parseLogicalType(formatLogicalType(element.type))).toEqual(element.type)
    expect(grades).toContain(element.proposedGrade)
    if (element.codes !== undefined) expect(codeTable(element.codes)?.id).toBe(element.codes)
  }
})

const valid: readonly [string, string][] = [
  ['person.name', '欧阳小娜'],
  ['person.mobilePhone', '13800000000'],
  ['person.phone', '0591-87654321'],
  ['person.phone', '+86 (591) 87654321'],
  ['person.address', '北京市朝阳区某某路1号'],
  ['person.passport', 'E00000000'],
  ['organisation.name', '某某（北京）有限公司'],
  ['place.division', '110105'],
  ['place.division', '440524'],
  ['contact.email', 'a.b@example.gov.cn'],
  ['contact.postalCode', '010000'],
  ['bank.accountNumber', '0000012345'],
  ['vehicle.plate', '京A12345'],
  ['vehicle.plate', '京AD12345'],
  ['vehicle.plate', '京A1234学'],
  ['certificate.number', '某结字第010100号'],
]

test.each(valid)('%s: %s passes', (id, text) => {
  expect(findElement(id)?.check?.(text)).toBeUndefined()
})

const invalid: readonly [string, string, string][] = [
  ['person.name', '  ', 'shape'],
  ['person.name', '张\u0000三', 'character'],
  ['person.mobilePhone', '12800000000', 'shape'],
  ['person.mobilePhone', '1380000000', 'length'],
  ['person.phone', '8765-432x', 'character'],
  ['person.phone', '1-2-3-4-5-6-7', 'shape'],
  ['person.passport', 'ABCDE', 'shape'],
  ['place.division', '910105', 'shape'],
  ['place.division', '1101', 'length'],
  ['contact.email', 'a@b', 'length'],
  ['contact.email', 'a@b@example.cn', 'shape'],
  ['contact.email', 'name@example.', 'shape'],
  ['contact.email', '@example.cn', 'shape'],
  ['contact.email', 'na me@example.cn', 'character'],
  ['contact.postalCode', '01000a', 'character'],
  ['bank.accountNumber', '12-345', 'character'],
  ['vehicle.plate', 'AA12345', 'shape'],
  ['vehicle.plate', '京112345', 'character'],
  ['certificate.number', 'x', 'length'],
]

test.each(invalid)('%s: %s fails: %s', (id, text, problem) => {
  expect(findElement(id)?.check?.(text)).toBe(problem)
})

test.each([
  ['person.mobilePhone', '+86 138-0000-0000', '13800000000'],
  ['person.mobilePhone', '008613800000000', '13800000000'],
  ['person.mobilePhone', '１３８０００００００0', '13800000000'],
  ['vehicle.plate', '京a·12345', '京A12345'],
  ['person.passport', ' e00000000', 'E00000000'],
])('%s: %s is stored as %s', (id, text, stored) => {
  expect(findElement(id)?.normalise?.(text)).toBe(stored)
})

test('no function of an element throws, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const { check, normalise, mask } of all) {
        const problem = check?.(text)
        if (problem !== undefined) expect(elementProblems[problem].zh).toMatch(/\p{Script=Han}/u)
        const stored = normalise?.(text)
        if (stored !== undefined) expect(normalise?.(stored)).toBe(stored)
        mask?.(text)
      }
    }),
  )
})
