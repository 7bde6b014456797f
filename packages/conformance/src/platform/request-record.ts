import type { PlatformRequest } from './wire.ts'

/** Remembers what a platform was sent last, for the report of a failure. It is data of the kit's own making, without its secrets. */
export interface RequestRecord {
  add(request: PlatformRequest): void
  /** The last requests, one a line. Undefined where there was none. */
  last(): string | undefined
}

const kept = 3
const shownCharacters = 300

export function requestRecord(): RequestRecord {
  const lines: string[] = []
  return {
    add(request) {
      lines.push(line(request))
      if (lines.length > kept) lines.shift()
    },
    last: () => (lines.length === 0 ? undefined : lines.join('\n')),
  }
}

function line({ method, path, body }: PlatformRequest): string {
  // A body with an enrolment code is a secret as long as the code is not used up.
  if (path === '/api/enrol') return `${method} ${path}`
  const text = Buffer.from(body).toString().replace(/\s+/g, ' ').trim()
  return `${method} ${path} ${text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text}`.trimEnd()
}
