/**
 * Where a redirect leads, without what was put into the query of the call to prove it: a service that repeats the query
 * would have the next proof stand beside an old one. The other pairs stay as they are written.
 */
export function withoutProof(next: URL, asked: URL, proven: URL): URL {
  const own = new Set(asked.searchParams.keys())
  const proof = new Set([...proven.searchParams.keys()].filter((name) => !own.has(name)))
  if (proof.size === 0) return next
  const plain = new URL(next)
  const pairs = next.search.slice(1).split('&')
  plain.search = pairs
    .filter((pair) => [...new URLSearchParams(pair).keys()].every((name) => !proof.has(name)))
    .join('&')
  return plain
}
