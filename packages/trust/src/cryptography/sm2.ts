import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'

/** The user id that GB/T 32918 and OpenSSL's `distid` take where two parties agreed on none. */
export const sm2UserId = '1234567812345678'

/** A SubjectPublicKeyInfo on the curve 1.2.156.10197.1.301 up to its point: the same bytes for every key. */
const publicHead = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')
const privateHead = Buffer.from('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420', 'hex')
const privateMiddle = Buffer.from('a144034200', 'hex')
const curve = Buffer.from('06082a811ccf5501822d', 'hex')
const privateMark = Buffer.from('0201010420', 'hex')
/** n - 1, the largest r, s and private key. */
const largest = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122')

type Point = ReturnType<typeof sm2.precomputePublicKey>

interface Verifier {
  readonly point: Point
  /** What GB/T 32918.2 hashes before every message: user id, curve and public key. */
  readonly za: Uint8Array
}

// Deriving them takes as long as several signatures; a KeyObject never changes.
const verifiers = new WeakMap<KeyObject, Verifier>()
const scalars = new WeakMap<KeyObject, string>()

/** Whether a public key is on the curve of SM2. Node names no type for such a key once it was read from a file. */
export function isSm2(publicKey: KeyObject): boolean {
  return pointOf(publicKey) !== undefined
}

/** The point of a public key without compression, `04` x y; undefined where the key is of another kind. */
export function pointOf(publicKey: KeyObject): Buffer | undefined {
  if (publicKey.type !== 'public') return undefined
  const der = publicKey.export({ format: 'der', type: 'spki' })
  const head = der.subarray(0, publicHead.length)
  return head.equals(publicHead) && der.length === publicHead.length + 65 ? der.subarray(publicHead.length) : undefined
}

/** The public key of coordinates of 32 bytes each. Throws where they are no point of the curve. */
export function sm2PublicKey(x: Uint8Array, y: Uint8Array): KeyObject {
  if (x.length !== 32 || y.length !== 32) throw new RangeError('a coordinate of SM2 has 32 bytes')
  return createPublicKey({
    key: Buffer.concat([publicHead, Buffer.of(4), x, y]),
    format: 'der',
    type: 'spki',
  })
}

/** The private key of a number of 32 bytes. Throws where it is none from 1 to n - 2. */
export function sm2PrivateKey(d: Uint8Array): KeyObject {
  const scalar = Buffer.from(d).toString('hex')
  const number = BigInt(`0x${scalar || '0'}`)
  if (d.length !== 32 || number < 1n || number >= largest) throw new RangeError('not a private key of SM2')
  const point = Buffer.from(sm2.getPublicKeyFromPrivateKey(scalar), 'hex')
  return createPrivateKey({
    key: Buffer.concat([privateHead, d, privateMiddle, point]),
    format: 'der',
    type: 'pkcs8',
  })
}

/** The number of a private key, 32 bytes. Throws where the key is of another kind. */
export function scalarOf(privateKey: KeyObject): Buffer {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' })
  const at = der.indexOf(privateMark, der.indexOf(curve) + curve.length)
  if (der.indexOf(curve) < 0 || at < 0) throw new TypeError('not a private key of SM2')
  return der.subarray(at + privateMark.length, at + privateMark.length + 32)
}

/**
 * Signs with SM2 over SM3 and the default user id: r and s of 32 bytes each. Node signs with an empty user id, which no other
 * implementation takes for one of its own; the library's arithmetic is on big integers and not in constant time.
 */
export function signSm2(privateKey: KeyObject, publicKey: KeyObject, message: Uint8Array): Buffer {
  let scalar = scalars.get(privateKey)
  if (scalar === undefined) {
    scalar = scalarOf(privateKey).toString('hex')
    scalars.set(privateKey, scalar)
  }
  return Buffer.from(sm2.doSignature(digestOf(verifierOf(publicKey), message), scalar), 'hex')
}

/** Whether r and s are the key's signature over SM3 and the default user id. */
export function verifySm2(publicKey: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const hex = Buffer.from(signature).toString('hex')
  // The library checks neither number's range.
  for (const number of [BigInt(`0x${hex.slice(0, 64)}`), BigInt(`0x${hex.slice(64)}`)]) {
    if (number < 1n || number > largest) return false
  }
  const verifier = verifierOf(publicKey)
  return sm2.doVerifySignature(digestOf(verifier, message), hex, verifier.point)
}

function digestOf({ za }: Verifier, message: Uint8Array): Buffer {
  return createHash('sm3').update(za).update(message).digest()
}

function verifierOf(publicKey: KeyObject): Verifier {
  const known = verifiers.get(publicKey)
  if (known !== undefined) return known
  const point = pointOf(publicKey)?.toString('hex')
  if (point === undefined) throw new TypeError('not a public key of SM2')
  const verifier = { point: sm2.precomputePublicKey(point), za: sm2.getZ(point, sm2UserId) }
  verifiers.set(publicKey, verifier)
  return verifier
}
