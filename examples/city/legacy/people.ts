/** An invented resident. The citizen number carries a division that was never issued, and a correct check digit. */
export interface Resident {
  readonly id: string
  readonly name: string
}

export interface Couple {
  readonly husband: Resident
  readonly wife: Resident
}

const familyNames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜']
const givenNames = [
  '建国',
  '秀英',
  '志强',
  '丽华',
  '海燕',
  '文博',
  '晓东',
  '雨桐',
  '明',
  '静',
  '国庆',
  '春梅',
  '镕',
  '浩然',
  '思远',
]
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const unissuedDivision = '350199'

/** Numbers that look random and are the same on every run (mulberry32). */
export function deterministicRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The check digit of GB 11643 behind the first seventeen digits. */
export function withCheckDigit(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0)
  return first17 + '10X98765432'[sum % 11]
}

/** Couples born from 1960 to 1995, the same list for the same seed. */
export function couples(count: number, seed: number): Couple[] {
  const random = deterministicRandom(seed)
  const pick = <Entry>(list: readonly Entry[]): Entry => list[Math.floor(random() * list.length)] as Entry
  const resident = (index: number, male: boolean): Resident => {
    const year = 1960 + Math.floor(random() * 36)
    const month = 1 + Math.floor(random() * 12)
    const day = 1 + Math.floor(random() * 28)
    const birth = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`
    const order = String((index % 499) * 2 + (male ? 1 : 2)).padStart(3, '0')
    return { id: withCheckDigit(unissuedDivision + birth + order), name: pick(familyNames) + pick(givenNames) }
  }
  return Array.from({ length: count }, (_, index) => ({ husband: resident(index, true), wife: resident(index, false) }))
}
