import { BerthError } from '@berth/core'
import type { OdbcOptions } from './options.ts'
import type { Profile } from './profile.ts'

const passwordKeys: ReadonlySet<string> = new Set(['PWD', 'PASSWORD'])

/**
 * The connection string: what the options name, then what the profile adds where they say nothing. It holds the password:
 * it goes to the driver's process and nowhere else. Throws `OPTION_INVALID`.
 */
export function connectionString(options: OdbcOptions, profile: Profile): string {
  const { dsn, driver, user, password } = options
  if ((dsn === undefined) === (driver === undefined)) throw invalid('dsn', 'either dsn or driver is needed')
  const given = attributesOf(options.attributes ?? '', 'attributes')
  for (const name of given.keys())
    if (passwordKeys.has(name.toUpperCase())) throw invalid('attributes', 'a password belongs into the option password')
  const taken = new Set([...given.keys()].map((name) => name.toUpperCase()))
  const added = Object.entries(profile.attributes ?? {}).filter(([name]) => !taken.has(name.toUpperCase()))
  const parts = [
    dsn === undefined ? part('Driver', driver ?? '', 'driver') : part('DSN', dsn, 'dsn'),
    ...[...given, ...added].map(([name, value]) => part(name, value, 'attributes')),
    ...(user === undefined ? [] : [part('UID', user, 'user')]),
    ...(password === undefined ? [] : [part('PWD', password.reveal(), 'password')]),
  ]
  return parts.join(';')
}

/** `a=1;b={2;3}` as names and values. Throws `OPTION_INVALID`. */
export function attributesOf(text: string, option: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [piece] of text.matchAll(/(?:\{[^}]*\}|[^;])+/g)) {
    const at = piece.indexOf('=')
    if (piece.trim() === '') continue
    if (at < 1) throw invalid(option, 'pairs of name=value, divided by semicolons')
    attributes.set(piece.slice(0, at).trim(), piece.slice(at + 1).replace(/^\{(.*)\}$/s, '$1'))
  }
  return attributes
}

/** No value may end its attribute and begin another. Drivers know no common way to write a closing brace within braces. */
function part(name: string, value: string, option: string): string {
  if (!/[;{}[\]()?*=!@\s]/.test(value)) return `${name}=${value}`
  if (value.includes('}') || value.includes('\0')) throw invalid(option, 'a value must not contain }')
  return `${name}={${value}}`
}

function invalid(option: string, problem: string): BerthError {
  return new BerthError('OPTION_INVALID', { connector: 'odbc', option, problem })
}
