import type { Value } from '@berth/core'
import { expect, test } from 'vitest'
import { soapDataset } from '../../src/dataset/soap-dataset.ts'
import { describedFixture } from '../fixtures.ts'

/** The message of an operation, as a definition and inputs make it. */
async function message(
  file: string,
  operation: string,
  input: unknown,
  inputs: Readonly<Record<string, string>> = {},
): Promise<string> {
  const soap = soapDataset('d', { operation, input }, await describedFixture(file))
  const texts = new Map(Object.entries(inputs))
  return soap.message({ dataset: soap.dataset, inputs: new Map<string, Value>(texts), texts })
}

test('elements stand in the order of the schema, whatever that of the definition, in its namespace', async () => {
  const input = { pageIndex: 1, idNumber: '{id}', userName: 'b' }
  expect(await message('net-asmx.wsdl', 'GetInsured', input, { id: 'A' })).toBe(
    '<m:GetInsured xmlns:m="http://tempuri.org/"><m:userName>b</m:userName><m:idNumber>A</m:idNumber><m:pageIndex>1</m:pageIndex></m:GetInsured>',
  )
})

test('an encoded message names its types, in the namespace of its binding, and every part stands there', async () => {
  const encoding = 'http://schemas.xmlsoap.org/soap/encoding/'
  const input = { page: '2', certNo: '{no}' }
  expect(await message('axis-1.4-rpc-encoded.wsdl', 'findHouses', input, { no: 'x' })).toBe(
    `<m:findHouses xmlns:m="http://service.house.gov" soap:encodingStyle="${encoding}"><certNo xmlns:t="${encoding}" xsi:type="t:string">x</certNo><page xmlns:t="http://www.w3.org/2001/XMLSchema" xsi:type="t:int">2</page></m:findHouses>`,
  )
  expect(await message('axis-1.4-rpc-encoded.wsdl', 'findHouses', input)).toContain(
    `<certNo xmlns:t="${encoding}" xsi:type="t:string" xsi:nil="true"/>`,
  )
})

test('unqualified elements have no namespace, and what may be left out is, with what stands around it', async () => {
  const input = { 'query/page': '{page}', 'query/@lang': '{lang}', query: { since: '{since}' } }
  const write = (inputs: Record<string, string>): Promise<string> =>
    message('cxf/permits.wsdl', 'listPermits', input, inputs)
  expect(await write({ page: '1', lang: 'zh"' })).toBe(
    '<m:listPermits xmlns:m="http://permits.gov/api"><query lang="zh&quot;"><page>1</page></query></m:listPermits>',
  )
  expect(await write({})).toBe('<m:listPermits xmlns:m="http://permits.gov/api"></m:listPermits>')
})

test('a bare message, a type inside itself, NULL where an element has to be there', async () => {
  const input = { issued: '2024-02-29', number: '4', person: 'p', fee: '{fee}', 'parent/number': '5' }
  expect(await message('cxf/permits.wsdl', 'submit', input)).toBe(
    '<m:permit xmlns:m="http://permits.gov/model"><m:number>4</m:number><m:person>p</m:person><m:fee xsi:nil="true"/><m:issued>2024-02-29</m:issued><m:parent><m:number>5</m:number></m:parent></m:permit>',
  )
})

test.each(['<![CDATA[x]]></m:idNumber><evil/><![CDATA[y]]>', '\'"&<>', ' a\r\n\tb '])(
  'the value %j is a text and nothing more',
  async (value) => {
    const written = await message('net-asmx.wsdl', 'GetInsured', { idNumber: '{id}' }, { id: value })
    const inside = written.replace(/^.*<m:idNumber>/s, '').replace(/<\/m:idNumber>.*$/s, '')
    expect(inside).not.toMatch(/[<\r\n\t]/)
    expect(written.match(/<\/m:idNumber>/g)).toHaveLength(1)
  },
)
