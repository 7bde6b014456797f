import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fetchFromFolder } from '../../src/wsdl/fetch-document.ts'
import { loadDocuments } from '../../src/wsdl/load-documents.ts'
import { serviceDescription } from '../../src/wsdl/service-description.ts'
import { describedFixture } from '../fixtures.ts'

const schema = 'http://www.w3.org/2001/XMLSchema'

test('reads the ports of .NET: SOAP 1.1 and 1.2 apart, that for HTTP GET left out', async () => {
  const { operations } = await describedFixture('net-asmx.wsdl')
  expect(operations.map(({ service, port, name, version, style }) => [service, port, name, version, style])).toEqual([
    ['Insurance', 'InsuranceSoap', 'GetInsured', '1.1', 'document'],
    ['Insurance', 'InsuranceSoap12', 'GetInsured', '1.2', 'document'],
  ])
  expect(operations[0]).toMatchObject({
    address: 'http://10.1.1.9/Insurance.asmx',
    action: 'http://tempuri.org/GetInsured',
    comment: '按身份证号查询参保信息',
    input: { parts: [{ element: { namespace: 'http://tempuri.org/', name: 'GetInsured' } }], encoded: false },
  })
})

test('reads extended types, facets, repetition and comments', async () => {
  const { schemas } = await describedFixture('net-asmx.wsdl')
  const namespace = 'http://tempuri.org/'
  const answer = schemas.members(
    schemas.element({ namespace, name: 'GetInsuredResponse' })?.type ?? { namespace, name: '' },
  )
  const result = schemas.members(answer?.[0]?.type ?? { namespace, name: '' })
  expect(result?.map(({ name, optional }) => [name, optional])).toEqual([
    ['Code', false],
    ['Message', true],
    ['Items', true],
  ])
  const items = schemas.members({ namespace, name: 'ArrayOfInsured' })
  expect(items).toMatchObject([{ namespace, name: 'Insured', many: true, nillable: true }])
  const insured = schemas.members({ namespace, name: 'Insured' }) ?? []
  expect(insured[0]).toMatchObject({ name: 'Id', optional: false, comment: '个人编号' })
  expect(insured.map(({ type }) => schemas.simple(type))).toEqual([
    { base: 'long' },
    { base: 'string', maxLength: 30 },
    { base: 'decimal', totalDigits: 18, fractionDigits: 2 },
    { base: 'dateTime' },
    { base: 'boolean' },
    { base: 'base64Binary' },
  ])
})

test('reads the encoded messages of Axis: the namespace of the body, arrays, types of the encoding', async () => {
  const { operations, schemas } = await describedFixture('axis-1.4-rpc-encoded.wsdl')
  expect(operations).toMatchObject([
    { name: 'findHouses', style: 'rpc', action: '', input: { encoded: true, namespace: 'http://service.house.gov' } },
  ])
  const [part] = operations[0]?.output?.parts ?? []
  const array = schemas.members(part?.type ?? { namespace: '', name: '' })
  expect(array).toMatchObject([
    { name: 'item', many: true, type: { namespace: 'http://bean.house.gov', name: 'House' } },
  ])
  const house = schemas.members({ namespace: 'http://bean.house.gov', name: 'House' }) ?? []
  expect(house.map(({ name, namespace, type }) => [name, namespace, schemas.simple(type)?.base])).toEqual([
    ['area', '', 'decimal'],
    ['certNo', '', 'string'],
    ['id', '', 'long'],
    ['owner', '', undefined],
    ['registered', '', 'dateTime'],
  ])
})

test('follows imports of CXF in circles, each document once, in every folder', async () => {
  const start = new URL('../fixtures/cxf/permits.wsdl', import.meta.url)
  const documents = await loadDocuments(start, fetchFromFolder(start), AbortSignal.timeout(5000))
  expect(documents.map(({ url }) => fileURLToPath(url).replace(/.*\/cxf\//, ''))).toEqual([
    'permits.wsdl',
    'interface/permit-service.wsdl',
    'schema/api.xsd',
    'schema/model.xsd',
  ])
  const { operations, schemas } = serviceDescription(documents, 'permits.wsdl')
  expect(operations.map(({ service, port, name }) => [service, port, name])).toEqual([
    ['PermitServiceImplService', 'PermitServiceImplPort', 'listPermits'],
    ['PermitLedgerService', 'PermitLedgerPort', 'submit'],
  ])
  const permit = schemas.members({ namespace: 'http://permits.gov/model', name: 'permitType' }) ?? []
  expect(permit.map(({ name, optional, nillable }) => [name, optional, nillable])).toEqual([
    ['number', false, false],
    ['person', true, false],
    ['company', true, false],
    ['fee', false, true],
    ['issued', false, false],
    ['parent', true, false],
  ])
  expect(schemas.simple({ namespace: 'http://permits.gov/model', name: 'holder' })).toEqual({ base: 'string' })
  expect(schemas.members({ namespace: 'http://permits.gov/model', name: 'holder' })).toBeUndefined()
  expect(schemas.simple({ namespace: schema, name: 'date' })).toEqual({ base: 'date' })
})
