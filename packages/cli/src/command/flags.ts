import { BerthError } from '@berth/core'
import { Flags, type Interfaces } from '@oclif/core'

/** A flag that takes one of a few words. A wrong one is `PARAMETER_INVALID`, in the user's language. */
export function choiceFlag(
  name: string,
  words: readonly string[],
  description: string,
  settings: { readonly default?: string } = {},
): Interfaces.OptionFlag<string | undefined> {
  return Flags.custom<string>({
    description,
    helpValue: words.join('|'),
    ...settings,
    parse: (input) => {
      if (words.includes(input)) return Promise.resolve(input)
      return Promise.reject(new BerthError('PARAMETER_INVALID', { parameter: `--${name}`, problem: words.join(' | ') }))
    },
  })()
}

/** A flag that takes a whole number within bounds. */
export function countFlag(
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly default: number },
  description: string,
): Interfaces.OptionFlag<number> {
  return Flags.custom<number>({
    description,
    helpValue: 'N',
    default: bounds.default,
    parse: (input) => {
      const number = /^\d{1,12}$/.test(input) ? Number(input) : Number.NaN
      if (number >= bounds.min && number <= bounds.max) return Promise.resolve(number)
      const problem = `${bounds.min} … ${bounds.max}`
      return Promise.reject(new BerthError('PARAMETER_INVALID', { parameter: `--${name}`, problem }))
    },
  })()
}

/** A flag that takes a date or an instant; its value is milliseconds since 1970. A date is its beginning in UTC. */
export function timeFlag(name: string, description: string): Interfaces.OptionFlag<number | undefined> {
  return Flags.custom<number>({
    description,
    helpValue: 'DATE',
    parse: (input) => {
      const time = /^\d{4}-\d{2}-\d{2}/.test(input) ? Date.parse(input) : Number.NaN
      if (!Number.isNaN(time)) return Promise.resolve(time)
      const problem = '2026-01-31 | 2026-01-31T08:00:00Z'
      return Promise.reject(new BerthError('PARAMETER_INVALID', { parameter: `--${name}`, problem }))
    },
  })()
}
