const places = [
  /^[^省市县区旗]{2,7}(?:自治区|省)/u,
  /^[^省市县区旗]{1,10}(?:自治州|地区|盟|市)/u,
  /^[^省市县区旗]{1,10}(?:自治县|自治旗|(?<![小园社校景厂库院])区|县|旗|市)/u,
]

/**
 * An address down to its district or county, `福建省福州市鼓楼区`. Undefined where it does not begin with a province or city and then
 * name one: what stands there may be a house.
 */
export function districtOf(address: string): string | undefined {
  let end = 0
  const levels: number[] = []
  for (const [level, place] of places.entries()) {
    const found = place.exec(address.slice(end))
    if (found === null) continue
    end += found[0].length
    levels.push(level)
  }
  return levels.length > 1 && levels.at(-1) === 2 ? address.slice(0, end) : undefined
}
