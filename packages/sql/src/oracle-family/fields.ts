/** A column or an argument as the views of the catalogue tell it. */
export interface NativeField {
  readonly dataType: string
  /** Bytes. */
  readonly length: number
  readonly precision: number | undefined
  readonly scale: number | undefined
  readonly characters: number
  /** Lengths are declared in characters. */
  readonly countsCharacters: boolean
  readonly nullable: boolean
  readonly isNational: boolean
  /** The database computes its values. */
  readonly isComputed: boolean
}

/**
 * The parts of a field, in the order in which questions end with them, as Oracle calls them: of a column `C`, or of an
 * argument `A`.
 */
export function fieldParts(row: 'C' | 'A', computed: string): string {
  const names = 'DATA_TYPE DATA_LENGTH DATA_PRECISION DATA_SCALE CHAR_LENGTH CHAR_USED CHARACTER_SET_NAME'.split(' ')
  return [...names.map((name) => `${row}.${name}`), ...(row === 'C' ? ['C.NULLABLE', computed] : ["'Y'", "'NO'"])].join(
    ', ',
  )
}

/** The field of these parts. */
export function nativeField(parts: readonly unknown[]): NativeField {
  const [dataType, length, precision, scale, characters, used, charset, nullable, computed] = parts
  const number = (value: unknown): number | undefined =>
    value === null || value === undefined ? undefined : Number(value)
  return {
    dataType: String(dataType),
    length: number(length) ?? 0,
    precision: number(precision),
    scale: number(scale),
    characters: number(characters) ?? 0,
    countsCharacters: used === 'C',
    nullable: nullable !== 'N',
    isNational: charset === 'NCHAR_CS',
    isComputed: computed === 'YES',
  }
}
