/** Quotes an identifier. */
export function quote(identifier: string): string {
  return `[${identifier.replaceAll(']', ']]')}]`
}

/** A text as it stands in a script. */
export function textLiteral(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`
}
