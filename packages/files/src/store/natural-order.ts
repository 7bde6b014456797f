/** Compares names so that numbers in them count as numbers: `a-9` stands before `a-10`. */
export function naturalOrder(one: string, other: string): number {
  const [left, right] = [pieces(one), pieces(other)]
  for (let index = 0; index < left.length && index < right.length; index++) {
    const [a = '', b = ''] = [left[index], right[index]]
    const order = isNumber(a) && isNumber(b) ? byNumber(a, b) : byText(a, b)
    if (order !== 0) return order
  }
  return left.length - right.length || byText(one, other)
}

function pieces(name: string): readonly string[] {
  return name.match(/\d+|\D+/g) ?? []
}

function isNumber(piece: string): boolean {
  return /^\d/.test(piece)
}

function byNumber(one: string, other: string): number {
  const [a, b] = [one.replace(/^0+(?=\d)/, ''), other.replace(/^0+(?=\d)/, '')]
  return a.length - b.length || byText(a, b)
}

function byText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}
