/** A column or parameter as the catalogue tells it. */
export interface NativeColumn {
  readonly name: string
  /** The system type, `nvarchar`; an alias type is what it stands for. */
  readonly type: string
  /** Bytes; -1 for `max`. */
  readonly bytes: number
  readonly precision: number
  readonly scale: number
  readonly nullable: boolean
  /** The code page of char and varchar; absent for other types. */
  readonly codePage?: number
  /** The collation of any text. */
  readonly collation?: string
  readonly identity?: boolean
  readonly computed?: boolean
}
