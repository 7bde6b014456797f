import { namespaces } from '../wsdl/namespaces.ts'
import type { ServiceOperation } from '../wsdl/service-description.ts'

/** The prefix of the envelope, which signatures refer to by name. */
export const envelopePrefix = 'soap'

/**
 * An envelope around a message. `header` is XML that is already escaped; an empty one makes no header, unless a signature is
 * still to be put there.
 */
export function envelope(
  version: ServiceOperation['version'],
  header: string,
  message: string,
  toBeSigned = false,
): string {
  const namespace = version === '1.1' ? namespaces.envelope11 : namespaces.envelope12
  const head = header === '' && !toBeSigned ? '' : `<soap:Header>${header}</soap:Header>`
  return `<soap:Envelope xmlns:soap="${namespace}" xmlns:xsi="${namespaces.instance}">${head}<soap:Body>${message}</soap:Body></soap:Envelope>`
}

/** The headers that tell an envelope's version, charset and action. */
export function envelopeHeaders(
  { version, action }: Pick<ServiceOperation, 'version' | 'action'>,
  charset: string,
): Readonly<Record<string, string>> {
  // An action is an address or a name; quotes and control characters cannot be in one.
  const named = action.replace(/["\\\r\n]/g, '')
  if (version === '1.1')
    return {
      'content-type': `text/xml; charset=${charset}`,
      accept: 'text/xml, multipart/related',
      soapaction: `"${named}"`,
    }
  const told = named === '' ? '' : `; action="${named}"`
  return {
    'content-type': `application/soap+xml; charset=${charset}${told}`,
    accept: 'application/soap+xml, multipart/related',
  }
}
