import type { Language } from '@berth/core'

/** The language that a header `Accept-Language` prefers among ours. @default zh */
export function acceptedLanguage(header: string | undefined): Language {
  let best: Language = 'zh'
  let bestQuality = 0
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const primary = tag.split('-')[0]
    if (primary !== 'zh' && primary !== 'en') continue
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((q) => q !== undefined)
    const weight = quality === undefined ? 1 : Number(quality)
    if (weight > bestQuality) {
      best = primary
      bestQuality = weight
    }
  }
  return best
}
