import type { Language } from '@berth/core'

/** The language for a header `Accept-Language`: the first in rank that there is, else Chinese (RFC 9110, 12.5.4). */
export function preferredLanguage(header: string | undefined): Language {
  let best: Language = 'zh'
  let bestWeight = 0
  for (const part of header?.split(',', 20) ?? []) {
    const [range = '', ...parameters] = part.split(';')
    const language = range.trim().toLowerCase().split('-')[0]
    if (language !== 'zh' && language !== 'en') continue
    const weight = Number(
      parameters
        .map((each) => each.trim())
        .find((each) => each.startsWith('q='))
        ?.slice(2) ?? 1,
    )
    if (weight > bestWeight) {
      best = language
      bestWeight = weight
    }
  }
  return best
}
