/** A signature of SM2, r and s of 32 bytes each, as the DER sequence that OpenSSL and certificates write. */
export function sm2SignatureToDer(signature: Uint8Array): Buffer {
  if (signature.length !== 64) throw new RangeError('a signature of SM2 has 64 bytes')
  const numbers = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))])
  return Buffer.concat([Buffer.of(0x30, numbers.length), numbers])
}

/** The reverse. Undefined where it is not DER of two positive integers of at most 32 bytes, in their one right form. */
export function sm2SignatureFromDer(der: Uint8Array): Buffer | undefined {
  const bytes = Buffer.from(der)
  if (bytes.length < 8 || bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return undefined
  const split = 4 + (bytes[3] ?? 0)
  const r = numberOf(bytes.subarray(2, split))
  const s = numberOf(bytes.subarray(split))
  if (r === undefined || s === undefined) return undefined
  const signature = Buffer.concat([r, s])
  return sm2SignatureToDer(signature).equals(bytes) ? signature : undefined
}

function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.of(0) : Buffer.from(bytes.subarray(first))
  const positive = (digits[0] ?? 0) < 0x80 ? digits : Buffer.concat([Buffer.of(0), digits])
  return Buffer.concat([Buffer.of(0x02, positive.length), positive])
}

function numberOf(element: Uint8Array): Buffer | undefined {
  if (element[0] !== 0x02 || element[1] !== element.length - 2 || element.length > 35) return undefined
  const digits = Buffer.from(element.subarray(2))
  if (digits.length > 33 || (digits.length === 33 && digits[0] !== 0)) return undefined
  const number = digits.length === 33 ? digits.subarray(1) : digits
  return Buffer.concat([Buffer.alloc(32 - number.length), number])
}
