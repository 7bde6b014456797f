/**
 * Writes a value as JSON in one way only (RFC 8785): members by the UTF-16 code units of their names, no blanks,
 * numbers and texts as ECMAScript writes them. Members that are undefined are left out.
 *
 * Throws a `TypeError` for what JSON cannot say: a number that is not finite, a lone surrogate, a function, a bigint.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (plain.test(value)) return `"${value}"`
      if (!value.isWellFormed()) throw new TypeError('a lone surrogate has no canonical JSON')
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a number that is not finite has no canonical JSON')
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : canonicalObject(value)
    default:
      throw new TypeError(`${typeof value} has no canonical JSON`)
  }
}

/** Texts that JSON writes as they are: most of what receipts hold. */
const plain = /^[ !#-[\]-~]*$/

function canonicalObject(value: object): string {
  let members = ''
  for (const name of Object.keys(value).sort((one, other) => (one < other ? -1 : 1))) {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name]
    if (member === undefined) continue
    members += `${members === '' ? '' : ','}${canonicalJson(name)}:${canonicalJson(member)}`
  }
  return `{${members}}`
}
