import type { Element } from '../element.ts'
import { checkCreditCode, normaliseCreditCode } from '../identifiers/credit-code.ts'
import { checkDivisionCode, checkPlainText } from '../identifiers/document-number.ts'
import { halfWidth } from '../identifiers/half-width.ts'
import { checkOrganisationCode, normaliseOrganisationCode } from '../identifiers/organisation-code.ts'

/** Elements that say something of a legal person or a place. */
export const organisationElements: readonly Element[] = [
  {
    id: 'organisation.creditCode',
    title: { zh: '统一社会信用代码', en: 'Unified social credit code' },
    type: { name: 'text', maxLength: 18 },
    standard: 'GB 32100-2015',
    categories: [],
    proposedGrade: 1,
    onInvalid: 'warn',
    check: checkCreditCode,
    normalise: normaliseCreditCode,
  },
  {
    id: 'organisation.organisationCode',
    title: { zh: '组织机构代码', en: 'Organisation code' },
    type: { name: 'text', maxLength: 10 },
    standard: 'GB 11714-1997',
    categories: [],
    proposedGrade: 1,
    check: checkOrganisationCode,
    normalise: normaliseOrganisationCode,
  },
  {
    id: 'organisation.name',
    title: { zh: '单位名称', en: 'Name of organisation' },
    type: { name: 'text' },
    categories: [],
    proposedGrade: 1,
    check: (text) => checkPlainText(text, 1, 300),
  },
  {
    id: 'place.division',
    title: { zh: '行政区划代码', en: 'Administrative division' },
    type: { name: 'text', maxLength: 6 },
    standard: 'GB/T 2260',
    categories: [],
    proposedGrade: 1,
    check: checkDivisionCode,
    normalise: halfWidth,
  },
  {
    id: 'place.name',
    title: { zh: '地名', en: 'Name of place' },
    type: { name: 'text' },
    categories: [],
    proposedGrade: 1,
    check: (text) => checkPlainText(text, 1, 200),
  },
  {
    id: 'place.country',
    title: { zh: '国家或地区', en: 'Country or region' },
    type: { name: 'text' },
    categories: [],
    proposedGrade: 1,
    check: (text) => checkPlainText(text, 1, 100),
  },
]
