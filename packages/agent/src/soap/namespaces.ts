/** The namespaces that are spoken, by what they are for. */
export const namespaces = {
  envelope11: 'http://schemas.xmlsoap.org/soap/envelope/',
  envelope12: 'http://www.w3.org/2003/05/soap-envelope',
  schema: 'http://www.w3.org/2001/XMLSchema',
  instance: 'http://www.w3.org/2001/XMLSchema-instance',
  wsdl: 'http://schemas.xmlsoap.org/wsdl/',
  binding11: 'http://schemas.xmlsoap.org/wsdl/soap/',
  binding12: 'http://schemas.xmlsoap.org/wsdl/soap12/',
  overHttp: 'http://schemas.xmlsoap.org/soap/http',
  security: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  securityUtility: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
} as const

/** The namespace of a docking's own elements. */
export function targetNamespace(system: string): string {
  return `urn:berth:soap:${system}`
}
