import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const self = fileURLToPath(import.meta.url)

/** Starts a SOAP service of answers of 1 KB a record in a process of its own, which ends with this one. Its address. */
export async function startPermitSoapService(): Promise<string> {
  const child = fork(self, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [port] = (await once(child, 'message')) as [number]
  child.unref()
  return `http://127.0.0.1:${port}/permits`
}

const fields = {
  id: 'string',
  name: 'string',
  holder: 'string',
  number: 'long',
  fee: 'decimal',
  day: 'date',
  changed: 'dateTime',
  remark: 'string',
}

function wsdl(address: string): string {
  const elements = Object.entries(fields).map(([name, type]) => `<x:element name="${name}" type="x:${type}"/>`)
  const operation = '<operation name="find"><input message="p:find"/><output message="p:findResponse"/></operation>'
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:p="urn:permits" targetNamespace="urn:permits">
<types><x:schema targetNamespace="urn:permits" elementFormDefault="qualified">
<x:complexType name="permit"><x:sequence>${elements.join('')}</x:sequence></x:complexType>
<x:element name="find"><x:complexType><x:sequence><x:element name="id" type="x:string"/><x:element name="count" type="x:int"/></x:sequence></x:complexType></x:element>
<x:element name="findResponse"><x:complexType><x:sequence><x:element name="permit" type="p:permit" minOccurs="0" maxOccurs="unbounded"/></x:sequence></x:complexType></x:element>
</x:schema></types>
<message name="find"><part name="p" element="p:find"/></message><message name="findResponse"><part name="p" element="p:findResponse"/></message>
<portType name="Permits">${operation}</portType>
<binding name="Permits" type="p:Permits"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="find"><soap:operation soapAction="urn:find"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
<service name="Permits"><port name="Permits" binding="p:Permits"><soap:address location="${address}"/></port></service>
</definitions>`
}

function permit(id: string): string {
  const remark = '备注'.repeat(120)
  return `<permit><id>${id}</id><name>食品经营许可证</name><holder>某某市某某餐饮有限公司</holder><number>123456789</number><fee>1200.50</fee><day>2024-02-29</day><changed>2024-02-29T10:00:00</changed><remark>${remark}</remark></permit>`
}

if (process.argv[1] === self) {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' })
    if (request.method === 'GET') {
      response.end(wsdl(`http://${request.headers.host}/permits`))
      return
    }
    let text = ''
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    request.on('end', () => {
      const id = /<(?:\w+:)?id(?: [^>]*)?>([^<]*)</.exec(text)?.[1] ?? ''
      const count = Number(/<(?:\w+:)?count(?: [^>]*)?>(\d+)</.exec(text)?.[1])
      const permits = permit(id).repeat(count)
      response.end(
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><findResponse xmlns="urn:permits">${permits}</findResponse></s:Body></s:Envelope>`,
      )
    })
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.once('disconnect', () => process.exit(0))
}
