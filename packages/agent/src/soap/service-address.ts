import type { DockingManifest } from '@berth/manifest'

/** Where the SOAP service is on an agent. */
export const soapPath = '/soap'

/** A host as a header may name it: a name, an IPv4 address, or an IPv6 address in brackets, and a port. */
const plainHost = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/

/**
 * Where consumers reach the service: as the manifest says, else at the `Host` that they asked at, else at `fallback`,
 * where the header is missing or is no host.
 */
export function serviceAddress(manifest: DockingManifest, host: string | undefined, fallback: string): string {
  const { url, behindTls } = manifest.soap ?? {}
  const isSecure = behindTls === true || manifest.serve?.tls !== undefined
  if (url !== undefined) return url
  if (host === undefined || !plainHost.test(host)) return `${fallback}${soapPath}`
  return `${isSecure ? 'https' : 'http'}://${host}${soapPath}`
}
