import type { LogicalType } from '@berth/core'

/** Which columns can hold an element: texts at least so long, and numbers or not. */
interface Fit {
  readonly leastLength: number
  readonly numbers: boolean
}

const identifiers: Readonly<Record<string, Fit>> = {
  'person.citizenNumber': { leastLength: 15, numbers: true },
  'person.name': { leastLength: 2, numbers: false },
  'person.mobilePhone': { leastLength: 11, numbers: true },
  'person.phone': { leastLength: 7, numbers: true },
  'person.sex': { leastLength: 1, numbers: true },
  'person.maritalStatus': { leastLength: 1, numbers: true },
  'person.ethnicGroup': { leastLength: 1, numbers: true },
  'person.address': { leastLength: 8, numbers: false },
  'person.passport': { leastLength: 8, numbers: false },
  'organisation.creditCode': { leastLength: 18, numbers: false },
  'organisation.organisationCode': { leastLength: 9, numbers: false },
  'organisation.name': { leastLength: 4, numbers: false },
  'place.division': { leastLength: 6, numbers: true },
  'place.name': { leastLength: 2, numbers: false },
  'place.country': { leastLength: 2, numbers: false },
  'contact.email': { leastLength: 10, numbers: false },
  'contact.postalCode': { leastLength: 6, numbers: true },
  'bank.cardNumber': { leastLength: 16, numbers: true },
  'bank.accountNumber': { leastLength: 8, numbers: true },
  'vehicle.plate': { leastLength: 7, numbers: false },
  'certificate.number': { leastLength: 4, numbers: true },
}

const temporal: ReadonlySet<string> = new Set(['date', 'datetime'])
const numbers: ReadonlySet<string> = new Set(['integer', 'int64', 'decimal', 'double'])

/** The digits a number column holds at most. */
function digitsOf(type: LogicalType): number {
  if (type.name === 'integer') return 9
  if (type.name === 'int64') return 18
  if (type.name === 'decimal' && (type.scale ?? 0) === 0) return type.precision ?? 38
  return 0
}

/** Whether a column of that type can hold values of the element. */
export function typeFits(element: string, type: LogicalType): boolean {
  if (element === 'money.amount') return numbers.has(type.name)
  const dated = element === 'event.date' || element === 'event.datetime' || element === 'person.birthDate'
  if (dated) return temporal.has(type.name) || (type.name === 'text' && (type.maxLength ?? 8) >= 8)
  const fit = identifiers[element]
  if (fit === undefined) return false
  if (type.name === 'text') return (type.maxLength ?? fit.leastLength) >= fit.leastLength
  return fit.numbers && digitsOf(type) >= fit.leastLength
}
