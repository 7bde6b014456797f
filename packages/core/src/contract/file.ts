/**
 * A finished file to hand over. It appears at its place whole or not at all: it grows under another name and is renamed
 * when every byte is there (FIL-1).
 */
export interface PutFileRequest {
  /** The folder at the system, `/` between its parts; empty for where the connection begins. It is made where it is missing. */
  readonly folder: string
  /** The file's name in that folder: no `/` or `\\`, not `.` or `..`. */
  readonly name: string
  /** The path of the local file that is sent. */
  readonly from: string
  readonly bytes: number
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string
}

export interface PutFileResult {
  /** The same bytes were there already: nothing was sent. Other bytes under this name are `FILE_EXISTS`. */
  readonly repeated: boolean
}
