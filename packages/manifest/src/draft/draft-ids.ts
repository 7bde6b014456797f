import { identifierFrom } from '../notation/identifier.ts'
import { chineseId } from './chinese-ids.ts'

/** Item ids of elements that say what the item is; for other elements the column says it better. */
const elementIds: Readonly<Record<string, string>> = {
  'person.citizenNumber': 'citizenNumber',
  'person.name': 'name',
  'person.mobilePhone': 'mobilePhone',
  'person.phone': 'phone',
  'person.birthDate': 'birthDate',
  'person.sex': 'sex',
  'person.maritalStatus': 'maritalStatus',
  'person.ethnicGroup': 'ethnicGroup',
  'person.address': 'address',
  'person.passport': 'passportNumber',
  'organisation.creditCode': 'creditCode',
  'organisation.organisationCode': 'organisationCode',
  'organisation.name': 'organisationName',
  'place.division': 'division',
  'contact.email': 'email',
  'contact.postalCode': 'postalCode',
  'bank.cardNumber': 'bankCardNumber',
  'bank.accountNumber': 'bankAccountNumber',
  'vehicle.plate': 'vehiclePlate',
  'certificate.number': 'certificateNumber',
}

/** The id of an item of that element; undefined where the column's own name says more. */
export function elementItemId(element: string): string | undefined {
  return elementIds[element]
}

/** The id of the resource that a dataset becomes: its name without the prefixes of tables and views. */
export function datasetId(dataset: string): string {
  const local = dataset.slice(dataset.lastIndexOf('.') + 1)
  return identifierFrom(local.replace(/^(?:tbl|tab|tb|t|vw|v)_/i, '')) ?? identifierFrom(local) ?? 'resource'
}

/** The id of an item without a known element. */
export function columnId(column: string): string {
  return identifierFrom(column) ?? chineseId(column) ?? 'column'
}

/** The id, or the id with the first number that makes it one that is not taken. Takes it. */
export function takeId(id: string, taken: Set<string>): string {
  let free = id
  for (let number = 2; taken.has(free); number++) free = `${id}${number}`
  taken.add(free)
  return free
}
