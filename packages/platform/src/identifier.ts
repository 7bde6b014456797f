const shape = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,127}$/u

/** Whether a text may name a party, a resource, an item or a stream. It never holds a slash, a blank or a control. */
export function isIdentifier(text: unknown): text is string {
  return typeof text === 'string' && shape.test(text)
}
