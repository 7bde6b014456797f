/** What a server says while a user is let in, as far as this connector looks into it. */
export interface LoginMessage {
  /** The authentication plugin the server names. */
  readonly plugin: string
  /** Whether it is a challenge: a salt and a key to answer with a proof of the password. */
  readonly challenge: boolean
  /** The message with its challenge laid out so that node-firebird reads it. */
  readonly bytes: Buffer
}

/** Operations of Firebird's wire protocol that carry data of an authentication plugin (`protocol.h`). */
const continueAuthentication = 92
const acceptData = 94
const conditionalAccept = 98

const zero = 0x30

/**
 * Reads a message of the login. `incomplete` when more of it has to come, `other` when it is none.
 *
 * node-firebird 2.17 looks for the server's key at the next multiple of four behind the salt, which is right only for
 * a salt of 64 digits. The server sends a salt without its leading zeros, so that the key of one user in sixteen is cut
 * and the login refused for ever, or worse. Here the key is moved with leading zeros, which change nothing of its
 * value, to a place where that arithmetic and the right one both find it.
 */
export function readLoginMessage(bytes: Buffer): LoginMessage | 'incomplete' | 'other' {
  if (bytes.length < 4) return 'incomplete'
  const operation = bytes.readInt32BE(0)
  if (operation !== continueAuthentication && operation !== acceptData && operation !== conditionalAccept)
    return 'other'
  const dataStart = operation === continueAuthentication ? 4 : 16
  const data = readCounted(bytes, dataStart)
  const plugin = data === undefined ? undefined : readCounted(bytes, data.end)
  const behind = plugin === undefined ? undefined : plugin.end + (operation === continueAuthentication ? 0 : 4)
  const list = behind === undefined ? undefined : readCounted(bytes, behind)
  const last = operation === continueAuthentication && list !== undefined ? readCounted(bytes, list.end) : list
  if (data === undefined || plugin === undefined || last === undefined || last.end > bytes.length) return 'incomplete'
  const name = plugin.content.toString('latin1')
  if (!name.startsWith('Srp') || !isChallenge(data.content)) return { plugin: name, challenge: false, bytes }
  const aligned = alignKey(data.content)
  const length = Buffer.alloc(4)
  length.writeInt32BE(aligned.length)
  const padding = Buffer.alloc(-aligned.length & 3)
  const parts = [bytes.subarray(0, dataStart), length, aligned, padding, bytes.subarray(data.end)]
  return { plugin: name, challenge: true, bytes: Buffer.concat(parts) }
}

/** A length of four bytes, the content, and padding to a multiple of four. */
function readCounted(bytes: Buffer, start: number): { readonly content: Buffer; readonly end: number } | undefined {
  if (bytes.length < start + 4) return undefined
  const length = bytes.readInt32BE(start)
  const end = start + 4 + ((length + 3) & ~3)
  return length < 0 || bytes.length < end ? undefined : { content: bytes.subarray(start + 4, start + 4 + length), end }
}

/** Two texts, each led by its length of two bytes: the salt of up to 64 hexadecimal digits, and the key. */
function isChallenge(data: Buffer): boolean {
  if (data.length < 4) return false
  const saltLength = data.readUInt16LE(0)
  const keyStart = saltLength + 4
  return saltLength <= 64 && data.length > keyStart && data.readUInt16LE(saltLength + 2) === data.length - keyStart
}

/** The challenge with its key where both arithmetics find it. */
function alignKey(data: Buffer): Buffer {
  const saltLength = data.readUInt16LE(0)
  const keyStart = saltLength + 4
  const shift = ((saltLength + 5) & ~3) - keyStart
  if (shift === 0) return data
  const key = data.subarray(keyStart)
  const head = Buffer.from(data.subarray(0, keyStart))
  if (shift > 0) {
    head.writeUInt16LE(key.length + shift, saltLength + 2)
    return Buffer.concat([head, Buffer.alloc(shift, zero), key])
  }
  head.fill(zero, keyStart + shift)
  return Buffer.concat([head, key])
}
