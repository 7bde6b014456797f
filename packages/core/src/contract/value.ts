/**
 * One cell of a row, in canonical form. `null` is the source's NULL; an empty text is an empty text. There is no
 * `undefined`: a row is dense.
 *
 * | logical type | JavaScript form |
 * |---|---|
 * | `text` | string, exactly as decoded, padding kept |
 * | `integer` | number, a whole number of 32 bits |
 * | `int64` | string of digits, `-9223372036854775808` to `9223372036854775807` |
 * | `decimal` | string, `-123.4500`: no exponent, no plus sign, the scale's zeros kept |
 * | `double` | number; never NaN or infinite |
 * | `boolean` | boolean |
 * | `date` | string `YYYY-MM-DD`, year 0001 to 9999 |
 * | `time` | string `HH:mm:ss` with up to nine fraction digits |
 * | `datetime` | string `YYYY-MM-DDTHH:mm:ss` with up to nine fraction digits; local, no zone |
 * | `instant` | string as `datetime` followed by `Z` |
 * | `binary` | `Uint8Array`; base64 where JSON carries it |
 * | `json` | string holding one JSON text |
 *
 * @see docs/contract/values.md (TYP-1, TYP-2)
 */
export type Value = string | number | boolean | Uint8Array | null

/** The names of the closed set of logical types. */
export type LogicalTypeName =
  | 'text'
  | 'integer'
  | 'int64'
  | 'decimal'
  | 'double'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'instant'
  | 'binary'
  | 'json'

/**
 * A logical type with its bounds. What is absent is not bounded.
 *
 * `maxLength` counts characters (Unicode code points) for `text` and bytes for `binary`. `precision` and `scale` are
 * those of SQL: all digits, and digits after the point.
 */
export interface LogicalType {
  readonly name: LogicalTypeName
  readonly maxLength?: number
  readonly precision?: number
  readonly scale?: number
}

/** A text in the two languages of the project. Chinese is always there. */
export interface LocalizedText {
  readonly zh: string
  readonly en?: string
}

/** The languages messages are written in. */
export type Language = 'zh' | 'en'
