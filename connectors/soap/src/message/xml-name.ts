/** Whether a text is the name of an element or attribute, without a prefix. */
export function isXmlName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}\p{M}_.-]*$/u.test(name)
}
