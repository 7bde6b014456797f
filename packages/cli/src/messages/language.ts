import type { Language } from '@berth/core'

/**
 * The language to speak: `--lang zh|en` on the command line, else `LC_ALL`, `LC_MESSAGES`, `LANG` in the order of
 * POSIX. Chinese where the locale begins with `zh`, else English.
 */
export function chosenLanguage(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const end = words.indexOf('--')
  const flags = end === -1 ? words : words.slice(0, end)
  const at = flags.lastIndexOf('--lang')
  const given =
    at === -1 ? flags.findLast((word) => word.startsWith('--lang='))?.slice('--lang='.length) : flags[at + 1]
  if (given === 'zh' || given === 'en') return given
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  return /^zh/i.test(locale) ? 'zh' : 'en'
}

/** The language of this process. */
export const language: Language = chosenLanguage(process.argv.slice(2), process.env)
