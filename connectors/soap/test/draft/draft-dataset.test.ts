import { expect, test } from 'vitest'
import { findOperation } from '../../src/dataset/find-operation.ts'
import type { WrittenSoapDataset } from '../../src/dataset/written-dataset.ts'
import { draftDataset } from '../../src/draft/draft-dataset.ts'
import { describedFixture } from '../fixtures.ts'

async function draft(file: string, operation: string): Promise<WrittenSoapDataset> {
  const description = await describedFixture(file)
  return draftDataset(findOperation(description, { operation }, operation), description, false)
}

test('.NET: records inside the result, pages by number, types and comments of the schema', async () => {
  expect(await draft('net-asmx.wsdl', 'GetInsured')).toEqual({
    title: '按身份证号查询参保信息',
    operation: 'GetInsured',
    input: { userName: '{userName}', idNumber: '{idNumber}', pageIndex: '{page}' },
    inputs: { userName: { type: 'text', optional: true }, idNumber: { type: 'text', optional: true } },
    paging: { by: 'until-empty' },
    answer: {
      records: 'GetInsuredResponse/GetInsuredResult/Items/Insured',
      emptyWhenMissing: true,
      columns: {
        Id: { at: 'Id', type: 'int64', comment: '个人编号' },
        Name: { at: 'Name', type: 'text(30)' },
        Balance: { at: 'Balance', type: 'decimal(18,2)' },
        JoinedOn: { at: 'JoinedOn', type: 'datetime' },
        Active: { at: 'Active', type: 'boolean' },
        Photo: { at: 'Photo', type: 'binary' },
      },
    },
  })
})

test('Axis: items of an encoded array under any name, values of what stands inside a record', async () => {
  expect(await draft('axis-1.4-rpc-encoded.wsdl', 'findHouses')).toMatchObject({
    input: { certNo: '{certNo}', page: '{page}' },
    answer: {
      records: 'findHousesResponse/findHousesReturn/*',
      columns: { area: { at: 'area', type: 'decimal' }, name: 'owner/name' },
    },
  })
})

test('an operation whose name does not say that it reads is one that does something', async () => {
  expect(await draft('cxf/permits.wsdl', 'submit')).toMatchObject({
    submits: true,
    inputs: { number: 'text', issued: 'date', fee: { type: 'decimal', optional: true } },
    answer: { records: 'receipt', columns: { receipt: '.' } },
  })
  expect(await draft('cxf/permits.wsdl', 'listPermits')).not.toHaveProperty('submits')
})
