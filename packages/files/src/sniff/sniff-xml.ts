import { SaxesParser } from 'saxes'

/** The element that is most likely a record. */
export interface XmlGuess {
  /** Its path from the root, `/permits/permit`. */
  readonly record: string
  /** How many of them the sample has. */
  readonly count: number
}

const deepest = 64

/** The element nearest to the root that repeats and holds something; where none does, the first below the root. */
export function sniffXml(text: string): XmlGuess | undefined {
  const counts = new Map<string, { depth: number; count: number; parts: number }>()
  const open: string[] = []
  const parser = new SaxesParser()
  let broken = false
  parser.on('error', () => {
    broken = true
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (broken) return
    const parent = counts.get(`/${open.join('/')}`)
    if (parent !== undefined) parent.parts++
    open.push(name)
    if (open.length > deepest) broken = true
    const path = `/${open.join('/')}`
    const known = counts.get(path) ?? { depth: open.length, count: 0, parts: 0 }
    known.count++
    known.parts += Object.keys(attributes).length
    counts.set(path, known)
  })
  parser.on('closetag', () => {
    if (!broken) open.pop()
  })
  // The sample ends where it ends: the parser is not told that this is all.
  parser.write(text)
  const candidates = [...counts].filter(([, { depth, parts }]) => depth > 1 && parts > 0)
  candidates.sort(
    ([, one], [, other]) =>
      Number(other.count > 1) - Number(one.count > 1) || one.depth - other.depth || other.count - one.count,
  )
  const [first] = candidates
  return first === undefined ? undefined : { record: first[0], count: first[1].count }
}
