import type { Value } from '@berth/core'

const most = 200

/** Up to 200 samples as texts, blanks at the ends cut; what is null, blank or binary is left out. */
export function sampleTexts(samples: readonly Value[]): readonly string[] {
  const texts: string[] = []
  for (const sample of samples) {
    if (sample === null || typeof sample === 'object' || typeof sample === 'boolean') continue
    const text = typeof sample === 'string' ? sample.trim() : String(sample)
    if (text !== '') texts.push(text)
    if (texts.length === most) break
  }
  return texts
}
