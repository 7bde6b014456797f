import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const version = 1
const placeBytes = 8
const ivBytes = 12
const tagBytes = 16
const headBytes = 1 + placeBytes + ivBytes + tagBytes

/** Why something sealed cannot be opened: it was sealed for another place, or it was altered or cut. */
export type SealProblem = 'foreign' | 'broken'

/**
 * Seals what the state keeps of the source: AES-256-GCM, bound to its docking and its place, so that it opens nowhere
 * else. The place's digest stands in front to tell a foreign seal from a broken one.
 */
export class Sealing {
  readonly #key: Uint8Array
  readonly #docking: string

  /** `key` has 32 bytes. */
  constructor(key: Uint8Array, docking: string) {
    this.#key = key
    this.#docking = docking
  }

  seal(content: Uint8Array, place: readonly string[]): Uint8Array {
    const aad = this.#place(place)
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv)
    cipher.setAAD(aad)
    const sealed = [cipher.update(content), cipher.final()]
    return Buffer.concat([Uint8Array.of(version), placeDigest(aad), iv, cipher.getAuthTag(), ...sealed])
  }

  open(sealed: Uint8Array, place: readonly string[]): Uint8Array | SealProblem {
    if (sealed.length < headBytes || sealed[0] !== version) return 'broken'
    const aad = this.#place(place)
    if (!placeDigest(aad).equals(sealed.subarray(1, 1 + placeBytes))) return 'foreign'
    const iv = sealed.subarray(1 + placeBytes, 1 + placeBytes + ivBytes)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv, { authTagLength: tagBytes })
    decipher.setAAD(aad)
    decipher.setAuthTag(sealed.subarray(headBytes - tagBytes, headBytes))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()])
    } catch {
      return 'broken'
    }
  }

  #place(place: readonly string[]): Buffer {
    return Buffer.from(JSON.stringify([this.#docking, ...place]))
  }
}

function placeDigest(aad: Buffer): Buffer {
  return createHash('sha256').update(aad).digest().subarray(0, placeBytes)
}
