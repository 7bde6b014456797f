import { BerthError, type Secret } from '@berth/core'
import { envelopePrefix } from './message/envelope.ts'

/** What is used of the library. */
interface SoapLibrary {
  readonly WSSecurityCert: new (
    privateKey: string,
    certificate: string,
    passphrase: string,
    options: SigningOptions,
  ) => { postProcess(xml: string, envelopePrefix: string): string }
}

interface SigningOptions {
  readonly hasTimeStamp: boolean
  readonly signatureTransformations: readonly string[]
  readonly signatureAlgorithm: string
}

/** Adds a WS-Security header with certificate, time and signature to an envelope that has a header. */
export type SignEnvelope = (envelope: string) => string

/**
 * Signs body and time of messages by RSA with SHA-256 (X.509 Token Profile 1.1). The library keeps what it signed, so that
 * every message has a signer of its own. Rejects with `DRIVER_MISSING`.
 *
 * @param certificate PEM
 * @param key PEM
 */
export async function envelopeSigner(
  certificate: string,
  key: Secret,
  passphrase: Secret | undefined,
): Promise<SignEnvelope> {
  const { WSSecurityCert } = await soapLibrary()
  return (envelope) => {
    const signer = new WSSecurityCert(key.reveal(), certificate, passphrase?.reveal() ?? '', {
      hasTimeStamp: true,
      signatureTransformations: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
      signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    })
    return signer.postProcess(envelope, envelopePrefix)
  }
}

async function soapLibrary(): Promise<SoapLibrary> {
  let loaded: Record<string, unknown>
  try {
    loaded = await import('soap')
  } catch (cause) {
    throw new BerthError('DRIVER_MISSING', { connector: 'soap', package: 'soap' }, { cause })
  }
  // Its exports are those of a CommonJS module.
  return ('WSSecurityCert' in loaded ? loaded : loaded['default']) as unknown as SoapLibrary
}
