import { createHash } from 'node:crypto'

/** The prime of Firebird's SRP (`srp.cpp`). Its generator is 2. */
const prime: bigint = BigInt(
  '0xE67D2E994B2F900C3F41F08F5BB2627ED0D49EE1FE767A52EFCD565CD6E768812C3E1E9CE8F0A8BEA6CB13CD29DDEBF7A96D4A93B55D488DF099A15C89DCB0640738EB2CBDD9A8F7BAB561AB1B0DC1C6CDABF303264A08D1BCA932D1F1EE428B619D970F342ABA9A65793B8B2F041AE5364350C16F735F56ECBCA87BD57B29E7',
)

/** What Firebird keeps of a password beside the salt, as hexadecimal digits. `salt` as it is sent: upper case digits. */
export function srpVerifier(user: string, password: string, salt: string): string {
  const inner = createHash('sha1').update(`${user.toUpperCase()}:${password}`).digest()
  const hash = createHash('sha1').update(salt).update(inner).digest('hex')
  const verifier = power(2n, BigInt(`0x${hash}`)).toString(16)
  return verifier.length % 2 === 0 ? verifier : `0${verifier}`
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let factor = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % prime
    factor = (factor * factor) % prime
  }
  return result
}
