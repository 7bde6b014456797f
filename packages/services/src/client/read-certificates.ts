import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { BerthError, Secret } from '@berth/core'
import type { ClientCertificates } from './client-settings.ts'

/** The options of TLS. */
export interface CertificateOptions {
  readonly caFile?: string
  readonly certificateFile?: string
  readonly keyFile?: string
  readonly keyPassphrase?: Secret
}

/** The files of TLS. Throws `OPTION_INVALID` for one that cannot be read or used, which TLS would say at the first call or never. */
export function readCertificates(connector: string, options: CertificateOptions): ClientCertificates {
  const invalid = (option: string, problem: string, cause?: unknown): BerthError =>
    new BerthError('OPTION_INVALID', { connector, option, problem }, { cause })
  const read = (option: 'caFile' | 'certificateFile' | 'keyFile'): string | undefined => {
    const file = options[option]
    if (file === undefined) return undefined
    try {
      return readFileSync(file, 'utf8')
    } catch (cause) {
      throw invalid(option, 'it cannot be read', cause)
    }
  }
  const certificateOf = (option: string, text: string): X509Certificate => {
    try {
      return new X509Certificate(text)
    } catch (cause) {
      throw invalid(option, 'no PEM of a certificate', cause)
    }
  }
  const [authorities, certificate, key] = [read('caFile'), read('certificateFile'), read('keyFile')]
  const passphrase = options.keyPassphrase
  if (authorities !== undefined) certificateOf('caFile', authorities)
  if ((key === undefined) !== (certificate === undefined))
    throw invalid(key === undefined ? 'keyFile' : 'certificateFile', 'certificateFile and keyFile go together')
  if (key !== undefined && certificate !== undefined) {
    const shown = certificateOf('certificateFile', certificate)
    let fits: boolean
    try {
      fits = shown.checkPrivateKey(
        createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase: passphrase.reveal() }) }),
      )
    } catch (cause) {
      if (/ENCRYPTED/.test(key)) throw invalid('keyPassphrase', 'it does not open keyFile', cause)
      throw invalid('keyFile', 'no PEM of a private key', cause)
    }
    if (!fits) throw invalid('keyFile', 'it is not the key of certificateFile')
  }
  return { authorities, certificate, key: key === undefined ? undefined : new Secret(key), passphrase }
}
