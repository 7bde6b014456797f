import { BerthError } from '@berth/core'
import type { VerificationKey } from '../keys/key.ts'
import { outputOf } from '../keys/program-output.ts'
import { Turns } from '../keys/turns.ts'
import { keyAlgorithm, verifyBytes } from './key-signature.ts'
import type { Signer } from './signer.ts'

export interface CommandSignerOptions {
  /** The program and its parameters, run without a shell. */
  readonly command: readonly [string, ...string[]]
  /** The public half of the key that it signs with. */
  readonly key: VerificationKey
  /** For each signature, and as long at most until its turn comes. @default 10000 */
  readonly timeoutMs?: number
}

/** Eight programs at once in this process, however many ask: anybody can ask for an answer. */
const turns = new Turns(8)

/**
 * A program that signs: it reads the bytes on its standard input and prints the signature of 64 bytes in hexadecimal. What it prints is held
 * against the public key before it is used. Eight run at once in one process.
 *
 * Its `sign` rejects with `SIGNER_FAILED`: the program is missing, failed, took too long, or printed no signature of the key; and with `ABORTED`.
 */
export function commandSigner({ command, key, timeoutMs = 10_000 }: CommandSignerOptions): Signer {
  const [program, ...parameters] = command
  const failed = (problem: string): BerthError => new BerthError('SIGNER_FAILED', { command: program, problem })
  return {
    id: key.id,
    algorithm: keyAlgorithm(key),
    publicKey: key.publicKey,
    async sign(bytes, { signal } = {}) {
      const late = (): BerthError => failed(`over ${timeoutMs} ms in line`)
      const call = { program, parameters, input: bytes, timeoutMs, signal, failed }
      const output = await turns.take(() => outputOf(call), { timeoutMs, late, signal })
      const text = output.trim()
      if (!/^[0-9a-f]{128}$/i.test(text)) throw failed('signature-form')
      const signature = Buffer.from(text, 'hex')
      if (!verifyBytes(key, bytes, signature)) throw failed('signature-another-key')
      return signature
    },
  }
}
