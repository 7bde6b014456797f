/** Namespaces of descriptions and messages. */
export const namespaces = {
  wsdl: 'http://schemas.xmlsoap.org/wsdl/',
  soap11Binding: 'http://schemas.xmlsoap.org/wsdl/soap/',
  soap12Binding: 'http://schemas.xmlsoap.org/wsdl/soap12/',
  schema: 'http://www.w3.org/2001/XMLSchema',
  instance: 'http://www.w3.org/2001/XMLSchema-instance',
  envelope11: 'http://schemas.xmlsoap.org/soap/envelope/',
  envelope12: 'http://www.w3.org/2003/05/soap-envelope',
  encoding11: 'http://schemas.xmlsoap.org/soap/encoding/',
  encoding12: 'http://www.w3.org/2003/05/soap-encoding',
  xop: 'http://www.w3.org/2004/08/xop/include',
} as const
