import type { LocalizedText } from '@berth/core'
import type { WrittenText } from '../source/written-manifest.ts'

/** A plain text is Chinese. */
export function localizedText(written: WrittenText): LocalizedText {
  return typeof written === 'string' ? { zh: written } : written
}
