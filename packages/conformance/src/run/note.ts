import type { LocalizedText } from '@berth/core'

/** What could not be tried, and why. */
export type Note = Required<LocalizedText>
