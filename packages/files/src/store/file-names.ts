import { BerthError, textDecoding } from '@berth/core'
import iconv from 'iconv-lite'

/** File names between text and the bytes that a server knows them by. */
export interface FileNames {
  /** The charset as the encoding standard names it. */
  readonly charset: string
  /** Throws `TEXT_UNENCODABLE` for a name that the charset cannot hold. */
  encode(name: string): Buffer
  /** `folder` is for the error `FILE_NAME_UNREADABLE`: bytes that are no name in the charset. */
  decode(bytes: Uint8Array, folder: string): string
}

/** Throws `CHARSET_UNKNOWN`. */
export function fileNames(charset: string): FileNames {
  const decoding = textDecoding(charset)
  return {
    charset: decoding.charset,
    encode(name) {
      const bytes = iconv.encode(name, decoding.charset)
      if (decodesTo(bytes, name)) return bytes
      const offset = [...name].findIndex((one) => !decodesTo(iconv.encode(one, decoding.charset), one))
      throw new BerthError('TEXT_UNENCODABLE', { column: 'file name', offset, charset: decoding.charset })
    },
    decode(bytes, folder) {
      try {
        return decoding.decode(bytes, 'file name')
      } catch (cause) {
        throw new BerthError('FILE_NAME_UNREADABLE', { folder, charset: decoding.charset }, { cause })
      }
    },
  }

  function decodesTo(bytes: Uint8Array, name: string): boolean {
    try {
      return decoding.decode(bytes, 'file name') === name
    } catch {
      return false
    }
  }
}
