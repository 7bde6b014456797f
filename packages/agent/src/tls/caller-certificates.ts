import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { BerthError } from '@berth/core'
import type { ServeClients } from '@berth/manifest'

/** What is known of the certificate that a caller showed, once an authority of ours vouched for it. */
export interface ShownCertificate {
  /** Absent: its subject has none, or several. */
  readonly commonName?: string
  /** SHA-256, 64 hexadecimal digits in lower case. */
  readonly fingerprint: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

const known = new WeakMap<TLSSocket, ShownCertificate>()

/**
 * The certificate of a connection over which its peer had to show one. Throws `CLIENT_CERTIFICATE_REFUSED` where it showed none, one of another
 * authority, one that is not for clients, or one whose time has not come or is over, also while the connection lasts.
 */
export function shownCertificate(socket: Socket, now: number): ShownCertificate {
  if (!(socket instanceof TLSSocket)) throw refused('certificate-none')
  const certificate = known.get(socket) ?? vouchedFor(socket)
  known.set(socket, certificate)
  if (now >= certificate.expiresAt) throw refused('CERT_HAS_EXPIRED')
  return certificate
}

function vouchedFor(socket: TLSSocket): ShownCertificate {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) throw refused('certificate-none')
  if (!socket.authorized) throw refused(String(socket.authorizationError))
  // Typed as a text; Node gives a list where the subject has several.
  const commonName: unknown = certificate.toLegacyObject().subject?.CN
  return {
    ...(typeof commonName === 'string' ? { commonName } : {}),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    expiresAt: certificate.validToDate.getTime(),
  }
}

/**
 * Holds the certificate of a connection against the party that signed or logged in over it. Throws `CLIENT_CERTIFICATE_FOREIGN`.
 */
export function requireOwnCertificate(
  { callers }: ServeClients,
  caller: string,
  certificate: ShownCertificate | undefined,
): void {
  const written = Object.hasOwn(callers, caller) ? callers[caller] : undefined
  const fingerprints = written?.fingerprints
  const commonName = written?.commonName ?? (fingerprints === undefined ? caller : undefined)
  const named = commonName === undefined || certificate?.commonName === commonName
  const printed = fingerprints === undefined || fingerprints.includes(certificate?.fingerprint ?? '')
  if (!named || !printed) throw new BerthError('CLIENT_CERTIFICATE_FOREIGN', { consumer: caller })
}

function refused(problem: string): BerthError {
  return new BerthError('CLIENT_CERTIFICATE_REFUSED', { problem })
}
