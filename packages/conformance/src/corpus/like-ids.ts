/** Ids that are like one another and are different ones, the longest of `length` characters (APL-1, INV-1). */
export function likeIds(start: string, length: number): string[] {
  const full = start.padEnd(length - 1, 'x')
  return [
    `${start}-a`,
    `${start}-A`,
    `${start}-a'`,
    `${start}-a\\`,
    `${start}-%`,
    `${start}-_`,
    `${start}-1`,
    `${start}-01`,
    `${start}-1.0`,
    `${full}y`,
    `${full}Y`,
    full,
  ]
}
