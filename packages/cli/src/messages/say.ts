import type { LocalizedText } from '@berth/core'
import { type MessageKey, messageCatalogue } from './catalogue.ts'
import { language } from './language.ts'

/** Facts that fill the places of a message: `{count}` is replaced by `details.count`. */
export type MessageDetails = Readonly<Record<string, string | number>>

/** A message of the catalogue in the language of this process. */
export function say(key: MessageKey, details: MessageDetails = {}): string {
  return messageCatalogue[key][language].replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole))
}

/** The right half of a text in two languages; Chinese where there is no English. */
export function tell(text: LocalizedText): string {
  return language === 'en' ? (text.en ?? text.zh) : text.zh
}
