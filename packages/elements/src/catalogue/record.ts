import type { Element } from '../element.ts'
import { checkBankCardNumber, normaliseBankNumber } from '../identifiers/bank-card-number.ts'
import { areDigits } from '../identifiers/digits.ts'
import { checkCertificateNumber, checkPostalCode } from '../identifiers/document-number.ts'
import { checkEmailAddress } from '../identifiers/email-address.ts'
import { halfWidth } from '../identifiers/half-width.ts'
import { checkVehiclePlate, normaliseVehiclePlate } from '../identifiers/vehicle-plate.ts'
import { maskEmailAddress } from '../masks/mask-email-address.ts'
import { maskMiddle } from '../masks/mask-middle.ts'

const personal = ['personal'] as const

/** Elements of contacts, events, money, vehicles and certificates. */
export const recordElements: readonly Element[] = [
  {
    id: 'contact.email',
    title: { zh: '电子邮箱', en: 'E-mail address' },
    type: { name: 'text', maxLength: 254 },
    categories: personal,
    proposedGrade: 3,
    check: checkEmailAddress,
    normalise: halfWidth,
    mask: maskEmailAddress,
  },
  {
    id: 'contact.postalCode',
    title: { zh: '邮政编码', en: 'Postal code' },
    type: { name: 'text', maxLength: 6 },
    categories: [],
    proposedGrade: 1,
    check: checkPostalCode,
    normalise: halfWidth,
  },
  {
    id: 'event.date',
    title: { zh: '日期', en: 'Date' },
    type: { name: 'date' },
    standard: 'GB/T 7408',
    categories: [],
    proposedGrade: 2,
  },
  {
    id: 'event.datetime',
    title: { zh: '时间', en: 'Date and time' },
    type: { name: 'datetime' },
    standard: 'GB/T 7408',
    categories: [],
    proposedGrade: 2,
  },
  {
    id: 'money.amount',
    title: { zh: '金额', en: 'Amount of money' },
    type: { name: 'decimal' },
    categories: [],
    proposedGrade: 3,
  },
  {
    id: 'bank.cardNumber',
    title: { zh: '银行卡号', en: 'Bank card number' },
    type: { name: 'text', maxLength: 19 },
    standard: 'ISO/IEC 7812-1',
    categories: personal,
    proposedGrade: 4,
    check: checkBankCardNumber,
    normalise: normaliseBankNumber,
    mask: (text) => maskMiddle(text, 0, 4, 8),
  },
  {
    id: 'bank.accountNumber',
    title: { zh: '银行账号', en: 'Bank account number' },
    type: { name: 'text' },
    categories: [],
    proposedGrade: 4,
    check: (text) => (text.length < 5 || text.length > 34 ? 'length' : areDigits(text) ? undefined : 'character'),
    normalise: normaliseBankNumber,
    mask: (text) => maskMiddle(text, 0, 4, 4),
  },
  {
    id: 'vehicle.plate',
    title: { zh: '车辆号牌号码', en: 'Vehicle plate' },
    type: { name: 'text', maxLength: 8 },
    categories: personal,
    proposedGrade: 3,
    check: checkVehiclePlate,
    normalise: normaliseVehiclePlate,
    mask: (text) => maskMiddle(text, 2, 2, 3),
  },
  {
    id: 'certificate.number',
    title: { zh: '证件号码', en: 'Number of certificate' },
    type: { name: 'text' },
    categories: personal,
    proposedGrade: 3,
    check: checkCertificateNumber,
    normalise: halfWidth,
    mask: (text) => maskMiddle(text, 0, 4, 4),
  },
]
