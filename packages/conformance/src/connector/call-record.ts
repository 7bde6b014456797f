import type { ConnectorSession } from '@berth/core'

/** Remembers what sessions were asked last, for the report of a failure. What is asked is data of the kit's own making. */
export interface CallRecord {
  /** The same session, every call of which is remembered. */
  of(session: ConnectorSession): ConnectorSession
  /** The last calls, one a line. Undefined where there was none. */
  last(): string | undefined
}

const keptCalls = 3
const shownElements = 6
const shownCharacters = 400

export function callRecord(): CallRecord {
  const calls: string[] = []
  return {
    of: (session) =>
      new Proxy(session, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name, target)
          if (typeof member !== 'function') return member
          return (...parameters: unknown[]): unknown => {
            if (typeof name === 'string') {
              calls.push(`${name} ${shownInput(parameters[0])}`.trimEnd())
              if (calls.length > keptCalls) calls.shift()
            }
            return Reflect.apply(member, target, parameters)
          }
        },
      }),
    last: () => (calls.length === 0 ? undefined : calls.join('\n')),
  }
}

/** What a call was given, in one line that a person can read: long lists and texts are cut. */
function shownInput(value: unknown): string {
  const text = JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member === 'bigint') return `${member}n`
    if (member instanceof Uint8Array) return `bytes:${Buffer.from(member).toString('hex').slice(0, 80)}`
    if (typeof member === 'string' && member.length > 80) return `${member.slice(0, 80)}… ${member.length} characters`
    if (!Array.isArray(member) || member.length <= shownElements) return member
    return [...(member as unknown[]).slice(0, shownElements), `… ${member.length} in all`]
  })
  if (text === undefined || text === '{}') return ''
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text
}
