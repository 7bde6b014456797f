import { readFile } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { envelopeSigner, type SignEnvelope } from './driver.ts'
import { usernameTokenHeader } from './message/security-header.ts'
import type { SoapOptions } from './options.ts'

/** What protects messages by WS-Security. */
export interface Security {
  /** A header, a new one each time it is asked for; the empty text where there is none. */
  readonly header: string
  readonly sign: SignEnvelope | undefined
}

/**
 * What the options ask for. Rejects with `OPTION_MISSING`, `OPTION_INVALID` for a password that would go over a plain line,
 * and `DRIVER_MISSING`.
 */
export async function messageSecurity(options: SoapOptions, addresses: readonly URL[]): Promise<Security> {
  const { wsSecurity, user, password } = options
  const missing = (option: string): BerthError => new BerthError('OPTION_MISSING', { connector: 'soap', option })
  if (wsSecurity === 'none') return { header: '', sign: undefined }
  if (wsSecurity === 'certificate') {
    if (options.signingCertificateFile === undefined) throw missing('signingCertificateFile')
    if (options.signingKey === undefined) throw missing('signingKey')
    const certificate = await pem(options.signingCertificateFile)
    return { header: '', sign: await envelopeSigner(certificate, options.signingKey, options.signingKeyPassphrase) }
  }
  if (user === undefined) throw missing('user')
  if (password === undefined) throw missing('password')
  if (wsSecurity === 'password-text' && addresses.some((url) => url.protocol !== 'https:'))
    throw new BerthError('OPTION_INVALID', {
      connector: 'soap',
      option: 'wsSecurity',
      problem: 'password-text needs https; use password-digest',
    })
  const kind = wsSecurity === 'password-text' ? 'text' : 'digest'
  return {
    get header() {
      return usernameTokenHeader(user, password, kind)
    },
    sign: undefined,
  }
}

async function pem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const details = { connector: 'soap', option: 'signingCertificateFile', problem: 'it cannot be read' }
    throw new BerthError('OPTION_INVALID', details, { cause })
  }
}
