import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { BerthError } from '@berth/core'

/** Files of one side of TLS, all PEM. */
export interface CertificateFiles {
  /** Those whose certificates count; no others do. Absent: those that Node knows. */
  readonly authorities?: string
  /** The own certificate, with those behind it. */
  readonly certificate?: string
  /** Its private key, readable by its owner only. There where `certificate` is. */
  readonly key?: string
}

/** What stood in such files, found to be right and to belong together. */
export interface Certificates {
  readonly authorities?: string
  readonly own?: { readonly certificate: string; readonly key: string; readonly expiresAt: number }
}

/**
 * Reads the files of one side of TLS. Rejects with `CERTIFICATE_UNUSABLE` for one that is missing or no PEM, a key that others may read, that
 * is not that of the certificate or has a passphrase.
 */
export async function readCertificateFiles(files: CertificateFiles): Promise<Certificates> {
  const authorities = files.authorities === undefined ? undefined : await authoritiesOf(files.authorities)
  if (files.certificate === undefined || files.key === undefined) {
    return authorities === undefined ? {} : { authorities }
  }
  const certificate = await textOf(files.certificate)
  const shown = certificateOf(files.certificate, certificate)
  const key = await textOf(files.key, true)
  if (!shown.checkPrivateKey(keyOf(files.key, key))) {
    throw unusable(files.key, 'certificate-key-other')
  }
  usable(files.certificate, { cert: certificate, key })
  const own = { certificate, key, expiresAt: shown.validToDate.getTime() }
  return { ...(authorities === undefined ? {} : { authorities }), own }
}

async function authoritiesOf(file: string): Promise<string> {
  const text = await textOf(file)
  certificateOf(file, text)
  // TLS leaves out the first that it cannot read, and all behind it, without a word.
  for (const each of text.split(/(?=-----BEGIN [A-Z0-9 ]*CERTIFICATE-----)/).slice(1)) certificateOf(file, each)
  usable(file, { ca: text })
  return text
}

async function textOf(file: string, secret = false): Promise<string> {
  try {
    const { mode } = await stat(file)
    if (secret && process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw unusable(file, 'certificate-key-exposed')
    }
    return await readFile(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
    throw BerthError.from(cause, 'CERTIFICATE_UNUSABLE', { file, problem: code })
  }
}

function certificateOf(file: string, text: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch (cause) {
    throw unusable(file, 'certificate-no-pem', cause)
  }
}

function keyOf(file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch {
    // What the parser says of it may quote it.
    throw unusable(file, /ENCRYPTED/.test(text) ? 'certificate-key-passphrase' : 'certificate-key-no-pem')
  }
}

/** TLS takes what was read, the certificates behind the first one too. */
function usable(file: string, content: { readonly cert?: string; readonly key?: string; readonly ca?: string }): void {
  try {
    createSecureContext(content)
  } catch (cause) {
    throw unusable(file, cause instanceof Error && 'code' in cause ? String(cause.code) : 'TLS does not take it')
  }
}

function unusable(file: string, problem: string, cause?: unknown): BerthError {
  return new BerthError('CERTIFICATE_UNUSABLE', { file, problem }, cause === undefined ? {} : { cause })
}
