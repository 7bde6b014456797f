import type { Charset } from './charset.ts'

/** A request that a gateway refused, as it went over the wire. */
export interface RefusedRequest {
  /** @default `GET` */
  readonly method?: string
  /** Whole, or from its path on; percent-encoded as it was sent. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: string
}

/** The address of a request in all the forms that somebody may sign. */
export interface SentAddress {
  /** As it was sent. */
  readonly path: string
  /** Percent-decoded; as it was sent where it cannot be. */
  readonly decodedPath: string
  /** As it was sent, without question mark. */
  readonly search: string
  readonly query: readonly (readonly [name: string, value: string])[]
  /** In which charset the query is percent-encoded. */
  readonly charset: Charset
}

/** Takes an address apart. */
export function sentAddress(url: string): SentAddress {
  const [, rest = ''] = /^(?:[A-Za-z][\w+.-]*:\/\/[^/?#]*)?([^#]*)/.exec(url) ?? []
  const mark = rest.indexOf('?')
  const path = (mark === -1 ? rest : rest.slice(0, mark)) || '/'
  const search = mark === -1 ? '' : rest.slice(mark + 1)
  const pairs = search.split('&').filter((pair) => pair !== '')
  const utf8 = pairs.map((pair) => decodedPair(pair, 'utf-8'))
  const whole = utf8.every(([name, value]) => name !== undefined && value !== undefined)
  const query = whole ? utf8 : pairs.map((pair) => decodedPair(pair, 'gb18030'))
  return {
    path,
    decodedPath: decoded(path, 'utf-8') ?? path,
    search,
    query: query.map(([name = '', value = '']) => [name, value] as const),
    charset: whole ? 'utf-8' : 'gb18030',
  }
}

function decodedPair(pair: string, charset: Charset): readonly [string | undefined, string | undefined] {
  const sign = pair.indexOf('=')
  const name = sign === -1 ? pair : pair.slice(0, sign)
  const value = sign === -1 ? '' : pair.slice(sign + 1)
  return [decoded(name.replaceAll('+', ' '), charset), decoded(value.replaceAll('+', ' '), charset)]
}

function decoded(text: string, charset: Charset): string | undefined {
  const bytes: number[] = []
  for (let index = 0; index < text.length; index++) {
    const digits = /^%([0-9A-Fa-f]{2})/.exec(text.slice(index, index + 3))?.[1]
    if (digits === undefined) bytes.push(...Buffer.from(text[index] ?? ''))
    else {
      bytes.push(Number.parseInt(digits, 16))
      index += 2
    }
  }
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Uint8Array.from(bytes))
  } catch {
    return undefined
  }
}
