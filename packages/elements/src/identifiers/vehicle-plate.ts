import type { ElementProblem } from '../element.ts'
import { halfWidth } from './half-width.ts'

const regions = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使'
const lastSigns = '学警挂港澳领使超'

/** Checks a vehicle plate: a province, a letter, five or six digits or letters, the last of them perhaps a sign as 学. */
export function checkVehiclePlate(text: string): ElementProblem | undefined {
  const length = text.length
  if (length !== 7 && length !== 8) return 'length'
  if (!regions.includes(text.charAt(0))) return 'shape'
  const letter = text.charCodeAt(1)
  if (letter < 65 || letter > 90) return 'character'
  for (let index = 2; index < length - 1; index++) if (!isPlateCharacter(text.charCodeAt(index))) return 'character'
  const last = text.charAt(length - 1)
  return isPlateCharacter(text.charCodeAt(length - 1)) || lastSigns.includes(last) ? undefined : 'character'
}

/** The plate in capitals, without the dot, blank or hyphen that stands behind its letter. */
export function normaliseVehiclePlate(text: string): string {
  const narrow = halfWidth(text).toUpperCase()
  const sign = narrow.charAt(2)
  return sign === '·' || sign === '.' || sign === '-' || sign === ' ' ? narrow.slice(0, 2) + narrow.slice(3) : narrow
}

function isPlateCharacter(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90)
}
