import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type ConnectorSession, openSession } from '@berth/core'
import { connector } from '../src/index.ts'

const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:q="urn:q" targetNamespace="urn:q">
<types><x:schema targetNamespace="urn:q" elementFormDefault="qualified">
<x:element name="ask"><x:complexType><x:sequence><x:element name="id" type="x:string"/><x:element name="text" type="x:string" minOccurs="0"/></x:sequence></x:complexType></x:element>
<x:element name="askResponse"><x:complexType><x:sequence><x:element name="r" minOccurs="0" maxOccurs="unbounded"><x:complexType><x:sequence><x:element name="id" type="x:string"/><x:element name="name" type="x:string"/></x:sequence></x:complexType></x:element></x:sequence></x:complexType></x:element>
<x:element name="other" type="x:string"/><x:element name="otherResponse" type="x:string"/>
</x:schema></types>
<message name="ask"><part name="p" element="q:ask"/></message><message name="askResponse"><part name="p" element="q:askResponse"/></message>
<message name="other"><part name="p" element="q:other"/></message><message name="otherResponse"><part name="p" element="q:otherResponse"/></message>
<portType name="P"><operation name="ask"><input message="q:ask"/><output message="q:askResponse"/></operation><operation name="other"><input message="q:other"/><output message="q:otherResponse"/></operation></portType>
<binding name="B" type="q:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="ask"><soap:operation soapAction="urn:q:ask"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation><operation name="other"><soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
<service name="S"><port name="P" binding="q:B"><soap:address location="ADDRESS"/></port></service>
</definitions>`

/** The dataset that tests ask; `changed` takes the place of what it says. */
export function askDataset(changed: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const answer = { records: 'askResponse/r', columns: { id: 'id', name: 'name' } }
  return { people: { operation: 'ask', input: { id: '{id}' }, answer, ...changed } }
}

/** An envelope of SOAP 1.1. */
export function enveloped(body: string): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`
}

/** An answer with records inside. */
export function answered(records: string): string {
  return enveloped(`<askResponse xmlns="urn:q">${records}</askResponse>`)
}

/** One request as it came. */
export interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  readonly request: IncomingMessage
}

/** A service of one operation that answers what a test says, and keeps what it was sent. */
export class RawService implements AsyncDisposable {
  readonly received: Received[] = []
  answer: (response: ServerResponse, received: Received) => void = (response) => void response.end(answered(''))
  /** What a GET gives; the WSDL of the operation where it is not set. */
  document: (path: string) => { readonly status?: number; readonly type?: string; readonly text: string } = () => ({
    text: wsdl.replace('ADDRESS', this.url),
  })
  readonly #server: ReturnType<typeof createServer>
  readonly #scheme: string

  private constructor(tls: ServerOptions | undefined) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        if (request.method === 'GET') {
          const { status = 200, type = 'text/xml', text } = this.document(request.url ?? '')
          response.writeHead(status, { 'content-type': type }).end(text)
          return
        }
        const received = { headers: request.headers, body: Buffer.concat(chunks), request }
        this.received.push(received)
        response.setHeader('content-type', 'text/xml; charset=utf-8')
        this.answer(response, received)
      })
    }
    this.#scheme = tls === undefined ? 'http' : 'https'
    this.#server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  }

  static async start(tls?: ServerOptions): Promise<RawService> {
    const service = new RawService(tls)
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve))
    return service
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}/s`
  }

  /** The last body that came, as text. */
  get envelope(): string {
    return this.received.at(-1)?.body.toString() ?? ''
  }

  async open(
    options: Readonly<Record<string, unknown>> = {},
    datasets: Readonly<Record<string, unknown>> = askDataset(),
  ): Promise<ConnectorSession> {
    const settings = { datasets, access: 'write', callTimeoutMs: 5000 } as const
    return await openSession(connector, { wsdl: `${this.url}?wsdl`, ...options }, settings)
  }

  /** Asks the dataset `people` by an id. */
  async ask(
    options: Readonly<Record<string, unknown>> = {},
    datasets: Readonly<Record<string, unknown>> = askDataset(),
    id = '1',
  ): Promise<unknown[][]> {
    await using session = await this.open(options, datasets)
    const columns = ['id', 'name'].map((name) => ({ name }))
    const { answers } = await session.lookup({ dataset: 'people', by: ['id'], keys: [[id]], columns, limit: 10 })
    return answers.flatMap(({ rows }) => rows)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}
