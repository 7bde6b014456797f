/** Ids: `marriage`, `husbandId`, `civil-affairs.marriage`. Letters and digits, parted by single hyphens and dots. */
export const identifierPattern = '^[a-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*$'

/** The id that a name was most likely meant to be: `MARRIAGE_INFO` is `marriageInfo`. Undefined when there is none. */
export function identifierFrom(name: string): string | undefined {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const id = words
    .map((word) => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word))
    .map((word, index) => (index === 0 ? word[0]?.toLowerCase() : word[0]?.toUpperCase()) + word.slice(1))
    .join('')
  return new RegExp(identifierPattern).test(id) ? id : undefined
}
