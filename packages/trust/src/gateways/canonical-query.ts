/**
 * A query as it is signed: sorted by name and then by value, in the order of their UTF-8 bytes, percent-encoded as
 * `encodeURIComponent` does, so a space is `%20`; an empty value keeps its `=`. Names and values are given decoded.
 *
 * Throws `URIError` where a text is no Unicode text.
 */
export function canonicalQuery(query: readonly (readonly [name: string, value: string])[]): string {
  return query
    .map(
      ([name, value]) =>
        [Buffer.from(name), Buffer.from(value), `${encodeURIComponent(name)}=${encodeURIComponent(value)}`] as const,
    )
    .toSorted(([nameA, valueA], [nameB, valueB]) => Buffer.compare(nameA, nameB) || Buffer.compare(valueA, valueB))
    .map(([, , encoded]) => encoded)
    .join('&')
}
