import { type OpenService, openService } from '@berth/services'
import type { SoapOptions } from './options.ts'
import { fetchFromFolder, fetchFromService, wsdlAddress } from './wsdl/fetch-document.ts'
import { documentName, loadDocuments } from './wsdl/load-documents.ts'
import { type ServiceDescription, type ServiceOperation, serviceDescription } from './wsdl/service-description.ts'
import { wsdlInvalid } from './wsdl/wsdl-invalid.ts'

/** A service whose WSDL was read. */
export interface DescribedService extends Disposable {
  readonly service: OpenService
  readonly description: ServiceDescription
  /** Where the WSDL came from, when that is an address. */
  readonly wsdl: URL | undefined
  addressOf(operation: ServiceOperation): URL
}

/**
 * Reads the WSDL and makes the client of its service. Hosts named in a file of the docking may be called; of a WSDL that
 * came over a line only the host that it came from, unless the options allow more.
 */
export async function openWsdl(options: SoapOptions, signal: AbortSignal): Promise<DescribedService> {
  const start = wsdlAddress(options.wsdl)
  const document = documentName(start)
  if (start.protocol !== 'file:') {
    const service = openService('soap', withHosts(options, options.url ?? start.href, [start.host]))
    try {
      const documents = await loadDocuments(start, fetchFromService(service.exchange, start), signal)
      return described(service, serviceDescription(documents, document), start, options, document)
    } catch (error) {
      service[Symbol.dispose]()
      throw error
    }
  }
  const description = serviceDescription(await loadDocuments(start, fetchFromFolder(start), signal), document)
  const addresses = description.operations.map((operation) => addressIn(operation, options, undefined, document))
  const [first] = addresses
  if (first === undefined) throw wsdlInvalid(document, 'wsdl-port')
  const hosts = options.url === undefined ? addresses.map(({ host }) => host) : []
  const service = openService('soap', withHosts(options, options.url ?? first.href, hosts))
  return described(service, description, undefined, options, document)
}

function described(
  service: OpenService,
  description: ServiceDescription,
  wsdl: URL | undefined,
  options: SoapOptions,
  document: string,
): DescribedService {
  if (description.operations.length === 0) throw wsdlInvalid(document, 'wsdl-port')
  return {
    service,
    description,
    wsdl,
    addressOf: (operation) => addressIn(operation, options, wsdl, document),
    [Symbol.dispose]: () => service[Symbol.dispose](),
  }
}

function withHosts(
  options: SoapOptions,
  url: string,
  hosts: readonly string[],
): SoapOptions & { readonly url: string } {
  const allowedHosts = [options.allowedHosts ?? '', ...new Set(hosts)].join(',')
  return { ...options, url, allowedHosts }
}

function addressIn(
  { port, address }: ServiceOperation,
  { url }: SoapOptions,
  wsdl: URL | undefined,
  document: string,
): URL {
  if (url !== undefined && URL.canParse(url) && new URL(url).pathname !== '/') return new URL(url)
  const written = URL.canParse(address, wsdl?.href) ? new URL(address, wsdl) : undefined
  if (url !== undefined && URL.canParse(url)) {
    const { pathname = '/', search = '' } = written ?? {}
    return new URL(`${pathname}${search}`, url)
  }
  if (written === undefined || !/^https?:$/.test(written.protocol))
    throw wsdlInvalid(document, 'wsdl-address', { port })
  if (wsdl?.protocol === 'https:' && written.protocol !== 'https:') throw wsdlInvalid(document, 'wsdl-plain', { port })
  return written
}
