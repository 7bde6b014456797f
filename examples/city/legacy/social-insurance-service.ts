import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import iconv from 'iconv-lite'
import { type Couple, deterministicRandom, type Resident } from './people.ts'

/** A legacy system with a web service. */
export interface SocialInsuranceService extends AsyncDisposable {
  readonly wsdl: string
}

const soap = 'http://schemas.xmlsoap.org/soap/envelope/'
const namespace = 'http://sbzx.example/ylbx'

/**
 * The social insurance system of 2008 as its neighbours see it: one SOAP service, rpc/encoded, envelopes in GBK, one text
 * that goes in and one that comes out, the records in an XML of its own inside that text.
 */
export async function startSocialInsuranceService(residents: readonly Couple[]): Promise<SocialInsuranceService> {
  const accounts = insuranceAccounts(residents)
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/YlbxQuery`
      response.setHeader('content-type', 'text/xml; charset=GBK')
      if (request.method === 'GET') return void response.end(iconv.encode(wsdlText(address), 'gbk'))
      const asked = iconv.decode(Buffer.concat(chunks), 'gbk')
      const id = /<sfzh\b[^>]*>\s*([0-9X]{18})\s*<\/sfzh>/.exec(asked)?.[1]
      if (id === undefined) {
        response.statusCode = 500
        return void response.end(iconv.encode(faultText(), 'gbk'))
      }
      response.end(iconv.encode(answerText(accounts.get(id)), 'gbk'))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    wsdl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/YlbxQuery?wsdl`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

interface Account {
  readonly person: Resident
  readonly employer: string
  readonly months: number
  readonly base: string
}

function insuranceAccounts(residents: readonly Couple[]): ReadonlyMap<string, Account> {
  const random = deterministicRandom(2008)
  const people = residents.flatMap(({ husband, wife }) => [husband, wife])
  return new Map(
    people.map((person, index) => {
      const base = `${4000 + Math.floor(random() * 16_000)}.${String(Math.floor(random() * 100)).padStart(2, '0')}`
      const employer = `示例市第${1 + (index % 40)}建筑工程有限公司`
      return [person.id, { person, employer, months: 1 + Math.floor(random() * 360), base }]
    }),
  )
}

function answerText(account: Account | undefined): string {
  const row =
    account === undefined
      ? ''
      : `<ROW><SFZH>${account.person.id}</SFZH><XM>${account.person.name}</XM><DWMC>${account.employer}</DWMC>` +
        `<LJYS>${account.months}</LJYS><JFJS>${account.base}</JFJS><ZHZT>1</ZHZT></ROW>`
  const inner = `<?xml version="1.0" encoding="GBK"?><RESULT><CODE>0</CODE><ROWS>${row}</ROWS></RESULT>`
  return envelope(
    `<ns1:queryAccountResponse soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns1="${namespace}">` +
      `<queryAccountReturn xsi:type="xsd:string">${escaped(inner)}</queryAccountReturn></ns1:queryAccountResponse>`,
  )
}

function faultText(): string {
  return envelope(
    '<soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>证件号码格式错误</faultstring></soapenv:Fault>',
  )
}

function envelope(body: string): string {
  return (
    `<?xml version="1.0" encoding="GBK"?><soapenv:Envelope xmlns:soapenv="${soap}" ` +
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  )
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function wsdlText(address: string): string {
  const encoded = `use="encoded" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" namespace="${namespace}"`
  return `<?xml version="1.0" encoding="GBK"?>
<wsdl:definitions targetNamespace="${namespace}" xmlns:impl="${namespace}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
    xmlns:wsdlsoap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <wsdl:message name="queryAccountRequest"><wsdl:part name="sfzh" type="xsd:string"/></wsdl:message>
  <wsdl:message name="queryAccountResponse"><wsdl:part name="queryAccountReturn" type="xsd:string"/></wsdl:message>
  <wsdl:portType name="YlbxQuery">
    <wsdl:operation name="queryAccount" parameterOrder="sfzh">
      <wsdl:documentation>按身份证号查询养老保险个人账户</wsdl:documentation>
      <wsdl:input name="queryAccountRequest" message="impl:queryAccountRequest"/>
      <wsdl:output name="queryAccountResponse" message="impl:queryAccountResponse"/>
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="YlbxQuerySoapBinding" type="impl:YlbxQuery">
    <wsdlsoap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="queryAccount">
      <wsdlsoap:operation soapAction=""/>
      <wsdl:input name="queryAccountRequest"><wsdlsoap:body ${encoded}/></wsdl:input>
      <wsdl:output name="queryAccountResponse"><wsdlsoap:body ${encoded}/></wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="YlbxQueryService">
    <wsdl:port name="YlbxQuery" binding="impl:YlbxQuerySoapBinding"><wsdlsoap:address location="${address}"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`
}
