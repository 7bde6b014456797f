import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { BerthError } from '@berth/core'

/** How openGauss keeps a password: as it is, or by SHA256; both are proved alike. */
const provable: ReadonlySet<number> = new Set([0, 2])

/** How often the password was hashed, where an old message does not say. */
const usualRounds: readonly number[] = [10_000, 2048]

/**
 * The answer to openGauss's SHA256 login, request code 10: a proof after RFC 5802, without its exchange of nonces.
 *
 * The message: how the password is kept (32 bits), the salt (64 hexadecimal digits), a token (8), and either the number
 * of rounds (32 bits) or, to a client of an old protocol, what the server signed the token with (64).
 */
export function openGaussLogin(message: Buffer, password: string): Buffer {
  if (message.length < 80 || !provable.has(message.readInt32BE(0)))
    throw new BerthError('LOGIN_UNSUPPORTED', { nativeCode: 10 })
  const salt = Buffer.from(message.toString('latin1', 4, 68), 'hex')
  const token = Buffer.from(message.toString('latin1', 68, 76), 'hex')
  const signed = message.length >= 140 ? message.toString('latin1', 76, 140).toLowerCase() : undefined
  const rounds = signed === undefined ? [message.readInt32BE(76)] : usualRounds
  for (const each of rounds) {
    const key = pbkdf2Sync(password, salt, each, 32, 'sha1')
    // The misspelling is openGauss's own.
    if (signed !== undefined && hmac(hmac(key, 'Sever Key'), token).toString('hex') !== signed) continue
    const clientKey = hmac(key, 'Client Key')
    const mask = hmac(createHash('sha256').update(clientKey).digest(), token)
    return passwordMessage(Buffer.from(clientKey.map((byte, at) => byte ^ (mask[at] ?? 0))).toString('hex'))
  }
  throw new BerthError('AUTH_FAILED', { nativeCode: 'signature' })
}

function hmac(key: Buffer, text: string | Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function passwordMessage(proof: string): Buffer {
  const message = Buffer.alloc(proof.length + 6)
  message.write('p')
  message.writeInt32BE(proof.length + 5, 1)
  message.write(proof, 5, 'latin1')
  return message
}
