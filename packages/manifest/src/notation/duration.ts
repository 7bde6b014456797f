const iso = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const short = /^(\d+)(ms|s|m|h|d)$/
const isoMs = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000]
const shortMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Reads a duration, `P1D`, `PT10M` (ISO 8601 without years and months, which have no fixed length) or `10m`, in
 * milliseconds. Returns undefined when it is not one, or is longer than a number holds exactly.
 */
export function parseDuration(notation: string): number | undefined {
  const match = iso.exec(notation)
  const shortMatch = match === null ? short.exec(notation) : null
  let milliseconds: number
  if (match !== null) {
    milliseconds = isoMs.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0)
  } else if (shortMatch !== null) milliseconds = Number(shortMatch[1]) * (shortMs[shortMatch[2] ?? ''] ?? Number.NaN)
  else return undefined
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined
}
