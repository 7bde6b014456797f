import type { Element } from '../element.ts'
import { checkCitizenNumber, normaliseCitizenNumber } from '../identifiers/citizen-number.ts'
import { checkPassportNumber, checkPlainText, normaliseDocumentNumber } from '../identifiers/document-number.ts'
import { halfWidth } from '../identifiers/half-width.ts'
import { checkMobilePhone, checkPhone, normaliseMobilePhone } from '../identifiers/telephone-number.ts'
import { maskDate } from '../masks/mask-date.ts'
import { maskMiddle } from '../masks/mask-middle.ts'
import { maskName } from '../masks/mask-name.ts'

const personal = ['personal'] as const

/** Elements that say something of a natural person. */
export const personElements: readonly Element[] = [
  {
    id: 'person.citizenNumber',
    title: { zh: '公民身份号码', en: 'Citizen number' },
    type: { name: 'text', maxLength: 18 },
    standard: 'GB 11643-1999',
    categories: personal,
    proposedGrade: 3,
    check: checkCitizenNumber,
    normalise: normaliseCitizenNumber,
    mask: (text) => maskMiddle(text, 6, 0, 9),
  },
  {
    id: 'person.name',
    title: { zh: '姓名', en: 'Name' },
    type: { name: 'text' },
    categories: personal,
    proposedGrade: 3,
    check: (text) => checkPlainText(text, 1, 100),
    mask: maskName,
  },
  {
    id: 'person.mobilePhone',
    title: { zh: '手机号码', en: 'Mobile phone' },
    type: { name: 'text' },
    categories: personal,
    proposedGrade: 3,
    check: checkMobilePhone,
    normalise: normaliseMobilePhone,
    mask: (text) => maskMiddle(text, 3, 4, 4),
  },
  {
    id: 'person.phone',
    title: { zh: '联系电话', en: 'Telephone' },
    type: { name: 'text' },
    categories: personal,
    proposedGrade: 3,
    check: checkPhone,
    normalise: halfWidth,
    mask: (text) => maskMiddle(text, 3, 4, 4),
  },
  {
    id: 'person.birthDate',
    title: { zh: '出生日期', en: 'Date of birth' },
    type: { name: 'date' },
    standard: 'GB/T 7408',
    categories: personal,
    proposedGrade: 3,
    mask: maskDate,
  },
  {
    id: 'person.sex',
    title: { zh: '性别', en: 'Sex' },
    type: { name: 'text', maxLength: 1 },
    standard: 'GB/T 2261.1',
    categories: personal,
    proposedGrade: 2,
    codes: 'gb.sex',
  },
  {
    id: 'person.maritalStatus',
    title: { zh: '婚姻状况', en: 'Marital status' },
    type: { name: 'text', maxLength: 2 },
    standard: 'GB/T 2261.2',
    categories: personal,
    proposedGrade: 3,
    codes: 'gb.marriage',
  },
  {
    id: 'person.ethnicGroup',
    title: { zh: '民族', en: 'Ethnic group' },
    type: { name: 'text' },
    categories: personal,
    proposedGrade: 3,
  },
  {
    id: 'person.address',
    title: { zh: '住址', en: 'Address' },
    type: { name: 'text' },
    categories: personal,
    proposedGrade: 3,
    check: (text) => checkPlainText(text, 1, 400),
    mask: (text) => maskMiddle(text, 6, 0, 3),
  },
  {
    id: 'person.passport',
    title: { zh: '护照号码', en: 'Passport number' },
    type: { name: 'text' },
    categories: personal,
    proposedGrade: 3,
    check: checkPassportNumber,
    normalise: normaliseDocumentNumber,
    mask: (text) => maskMiddle(text, 1, 2, 2),
  },
]
