import { ByteReader } from './bytes.ts'

/** What a client says of itself in LOGIN7, MS-TDS 2.2.6.4. */
export interface TdsLogin {
  readonly user: string
  readonly password: string
  readonly database: string
  readonly application: string
  readonly packetBytes: number
  /** ApplicationIntent=ReadOnly. */
  readonly readOnlyIntent: boolean
}

/** The answer to PRELOGIN: version 10.50 (SQL Server 2008 R2), and whether the line is to be encrypted. */
export function preloginAnswer(encrypted: boolean): Buffer {
  const version = Buffer.from([10, 50, 0x10, 0x40, 0, 0])
  const encryption = encrypted ? 1 : 2
  const optionsEnd = 5 + 5 + 1
  const head = Buffer.from([0, 0, optionsEnd, 0, version.length, 1, 0, optionsEnd + version.length, 0, 1, 0xff])
  return Buffer.concat([head, version, Buffer.from([encryption])])
}

export function readLogin(body: Buffer): TdsLogin {
  const message = new ByteReader(body)
  message.take(8)
  const packetBytes = message.number(4)
  message.take(12)
  message.take(2)
  const typeFlags = message.number(1)
  message.take(1 + 4 + 4)
  const field = (): Buffer => {
    const [offset, characters] = [message.number(2), message.number(2)]
    return body.subarray(offset, offset + characters * 2)
  }
  const text = (): string => field().toString('utf16le')
  text()
  const user = text()
  const password = Buffer.from(field())
  const application = text()
  for (let skipped = 0; skipped < 4; skipped++) text()
  const database = text()
  return {
    user,
    password: clear(password),
    database,
    application,
    packetBytes,
    readOnlyIntent: (typeFlags & 0x20) !== 0,
  }
}

/** Each byte of a password is exclusive-ored with A5 and has its halves swapped. */
function clear(password: Buffer): string {
  const bytes = password.map((byte) => {
    const plain = byte ^ 0xa5
    return ((plain << 4) & 0xf0) | (plain >> 4)
  })
  return Buffer.from(bytes).toString('utf16le')
}
