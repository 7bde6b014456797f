const places = [
  /^[^省市县区旗]{2,7}(?:自治区|省)/u,
  /^[^省市县区旗]{1,10}(?:自治州|地区|盟|市)/u,
  /^[^省市县区旗]{1,10}(?:自治县|自治旗|区|县|旗|市)/u,
]

/** An address down to its district or county, `福建省福州市鼓楼区`. Undefined where it does not name one in this order. */
export function districtOf(address: string): string | undefined {
  let end = 0
  let last = -1
  for (const [level, place] of places.entries()) {
    const found = place.exec(address.slice(end))
    if (found === null) continue
    end += found[0].length
    last = level
  }
  return last === 2 ? address.slice(0, end) : undefined
}
