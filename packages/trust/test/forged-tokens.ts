import { createHmac } from 'node:crypto'
import { exportPublicJwk, type SigningKey } from '../src/index.ts'
import { signText } from '../src/signed-text.ts'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * Tokens with the payload of an honest one that nobody may accept: each is a known attack on JSON Web Signatures.
 * `key` is the honest party's; only its public half is used, but where the token is signed and its header is wrong.
 */
export function forgedTokens(key: SigningKey, honest: string, typ?: string): Record<string, string> {
  const [header = '', payload = '', signature = ''] = honest.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const base = { kid: key.id, ...(typ === undefined ? {} : { typ }) }
  const hmac = (secret: string | Buffer): string => {
    const input = `${encode({ ...base, alg: 'HS256' })}.${payload}`
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  }
  const pem = key.publicKey.export({ format: 'pem', type: 'spki' })
  return {
    'alg none without signature': `${encode({ ...base, alg: 'none' })}.${payload}.`,
    'alg none with the old signature': `${encode({ ...base, alg: 'none' })}.${payload}.${signature}`,
    'HS256 with the public key as PEM': hmac(pem),
    'HS256 with the public key as JWK x': hmac(Buffer.from(exportPublicJwk(key).x, 'base64url')),
    'no signature': `${header}.${payload}.`,
    'no signature part': `${header}.${payload}`,
    'a fourth part': `${honest}.AAAA`,
    'zero signature': `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
    'payload changed': `${header}.${encode({ ...claims, added: 1 })}.${signature}`,
    'key in the header': signedWithHeader(key, claims, { ...base, jwk: exportPublicJwk(key) }),
    'unknown critical header': signedWithHeader(key, claims, { ...base, crit: ['exp'] }),
    'unencoded payload': signedWithHeader(key, claims, { ...base, b64: false }),
    'payload no object': signText(key, [] as unknown as Record<string, unknown>, typ),
    empty: '',
    dots: '..',
    blanks: ` ${honest}`,
    long: `${'A'.repeat(100_000)}.${payload}.${signature}`,
  }
}

/** A header that replaces the honest one under the honest signature: no longer what was signed. */
function signedWithHeader(key: SigningKey, claims: Record<string, unknown>, header: Record<string, unknown>): string {
  const [, payload, signature] = signText(key, claims).split('.')
  return `${encode({ ...header, alg: 'EdDSA' })}.${payload}.${signature}`
}
