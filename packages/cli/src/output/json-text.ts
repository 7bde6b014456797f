/** What drives a terminal or turns text around and JSON leaves as it is: a terminal takes U+009B for the start of a sequence. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A result as JSON for people and programs: the same value, in which nothing can drive a terminal. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(
    unsafe,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
