import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DOMParser, type Element } from '@xmldom/xmldom'

/** What an operation is asked: the texts of the elements of its message, null for nil. */
export type Question = ReadonlyMap<string, string | null>
/** Records by the names of their elements; null is nil. */
export type Records = readonly Readonly<Record<string, string | null>>[]

/** A failure that is answered as a fault. */
export class Fault extends Error {
  readonly faultcode: string

  constructor(faultcode: string, message: string) {
    super(message)
    this.faultcode = faultcode
  }
}

/** One operation: the elements of its message, of its records, and what it does. */
export interface MemoryOperation {
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly run: (question: Question) => Records
}

/** A SOAP 1.1 service, document/literal, whose operations come and go. Its WSDL tells those there are. */
export class MemoryService {
  readonly operations: Map<string, MemoryOperation> = new Map([['alive', { input: [], output: [], run: () => [] }]])
  /** How many envelopes came. */
  calls = 0
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<MemoryService> {
    const server = createServer()
    const service = new MemoryService(server)
    server.on('request', (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const [status, text] =
          request.method === 'GET' ? [200, service.#wsdl()] : service.#answer(Buffer.concat(chunks).toString())
        response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(text)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return service
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/service`
  }

  async connections(): Promise<number> {
    return await new Promise((resolve, reject) =>
      this.#server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
    )
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #answer(text: string): [status: number, text: string] {
    this.calls += 1
    const document = new DOMParser().parseFromString(text, 'text/xml')
    const [body] = Array.from(document.getElementsByTagNameNS(envelope, 'Body'))
    const message = body?.firstChild as Element | null | undefined
    const name = message?.localName ?? ''
    try {
      const operation = this.operations.get(name)
      if (operation === undefined || message === null || message === undefined)
        throw new Fault('Client', 'no such operation')
      const question = new Map<string, string | null>()
      for (const child of Array.from(message.childNodes) as Element[])
        question.set(child.localName ?? '', child.hasAttribute('xsi:nil') ? null : child.textContent)
      const records = operation
        .run(question)
        .map((record) => `<record>${Object.entries(record).map(cell).join('')}</record>`)
      return [200, enveloped(`<${name}Response xmlns="urn:memory">${records.join('')}</${name}Response>`)]
    } catch (error) {
      const code = error instanceof Fault ? error.faultcode : 'Server'
      const fault = `<faultcode>s:${code}</faultcode><faultstring>${escaped(String(error))}</faultstring>`
      return [500, enveloped(`<s:Fault>${fault}</s:Fault>`)]
    }
  }

  #wsdl(): string {
    const element = (name: string, children: string): string =>
      `<x:element name="${name}"><x:complexType><x:sequence>${children}</x:sequence></x:complexType></x:element>`
    const text = (name: string): string => `<x:element name="${name}" type="x:string" minOccurs="0" nillable="true"/>`
    const entries = [...this.operations]
    const each = (write: (name: string, operation: MemoryOperation) => string): string =>
      entries.map(([name, operation]) => write(name, operation)).join('\n')
    return `<?xml version="1.0"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:memory" targetNamespace="urn:memory">
<types><x:schema targetNamespace="urn:memory" elementFormDefault="qualified">
${each(
  (name, { input, output }) =>
    element(name, input.map(text).join('')) +
    element(
      `${name}Response`,
      `<x:element name="record" minOccurs="0" maxOccurs="unbounded"><x:complexType><x:sequence>${output.map(text).join('')}</x:sequence></x:complexType></x:element>`,
    ),
)}
</x:schema></types>
${each((name) => `<message name="${name}"><part name="p" element="m:${name}"/></message><message name="${name}Response"><part name="p" element="m:${name}Response"/></message>`)}
<portType name="Memory">${each((name) => `<operation name="${name}"><input message="m:${name}"/><output message="m:${name}Response"/></operation>`)}</portType>
<binding name="Memory" type="m:Memory"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${each((name) => `<operation name="${name}"><soap:operation soapAction="urn:memory#${name}"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>`)}
</binding>
<service name="Memory"><port name="Memory" binding="m:Memory"><soap:address location="${this.url}"/></port></service>
</definitions>`
  }
}

const envelope = 'http://schemas.xmlsoap.org/soap/envelope/'
const instance = 'http://www.w3.org/2001/XMLSchema-instance'

function enveloped(body: string): string {
  return `<s:Envelope xmlns:s="${envelope}" xmlns:xsi="${instance}"><s:Body>${body}</s:Body></s:Envelope>`
}

function cell([name, value]: readonly [string, string | null]): string {
  return value === null ? `<${name} xsi:nil="true"/>` : `<${name}>${escaped(value)}</${name}>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;')
}
