import type { PlatformInterposer } from '../interposer.ts'
import type { ArrivedRequest } from '../kit-agent.ts'
import type { PlatformKitSettings } from '../platform-kit.ts'
import type { PlatformAnswer, PlatformRequest } from '../wire.ts'

/** A fault that a platform might have. Each is caught by at least one case, or the kit proves nothing. */
export interface PlatformDefect {
  readonly id: string
  /** Cases that must fail on it. */
  readonly caughtBy: readonly string[]
  /** The fault, made anew for each case. */
  build(): PlatformInterposer
}

/** The settings of a kit whose platform has a fault built in. */
export function sabotagePlatform(settings: PlatformKitSettings, defect: PlatformDefect): PlatformKitSettings {
  return { ...settings, interpose: defect.build }
}

/** A request's body as JSON; an empty object where it is none. */
export function sentDocument(request: { readonly body: Uint8Array }): Readonly<Record<string, unknown>> {
  return parsed(Buffer.from(request.body).toString())
}

/** An answer's body as JSON; an empty object where it is none. */
export function answeredDocument(answer: PlatformAnswer): Readonly<Record<string, unknown>> {
  return parsed(Buffer.from(answer.body).toString())
}

/** An answer of JSON. */
export function jsonAnswer(
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): PlatformAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(JSON.stringify(document)),
  }
}

/** The same answer with its JSON changed. */
export function withDocument(
  answer: PlatformAnswer,
  change: (document: Readonly<Record<string, unknown>>) => unknown,
): PlatformAnswer {
  return { ...answer, body: Buffer.from(JSON.stringify(change(answeredDocument(answer)))) }
}

/** A fault in what comes back for requests whose method and path match `PUT /api/catalogue/...`. */
export function answers(
  id: string,
  caughtBy: readonly string[],
  route: RegExp,
  change: (answer: PlatformAnswer, request: PlatformRequest) => PlatformAnswer | Promise<PlatformAnswer>,
): PlatformDefect {
  return {
    id,
    caughtBy,
    build: () => ({
      answer: async (request, send) => {
        const answer = await send(request)
        return route.test(`${request.method} ${request.path}`) ? change(answer, request) : answer
      },
    }),
  }
}

/** A fault in what is sent on for requests that match: another request is made of them. */
export function takes(
  id: string,
  caughtBy: readonly string[],
  route: RegExp,
  change: (request: PlatformRequest) => PlatformRequest,
): PlatformDefect {
  return {
    id,
    caughtBy,
    build: () => ({
      answer: (request, send) => send(route.test(`${request.method} ${request.path}`) ? change(request) : request),
    }),
  }
}

/** A fault in what is forwarded. */
export function forwards(
  id: string,
  caughtBy: readonly string[],
  arriving: (request: ArrivedRequest) => ArrivedRequest,
): PlatformDefect {
  return { id, caughtBy, build: () => ({ arriving }) }
}

/** Refusals with this code taken for a success. */
export function lenient(
  id: string,
  caughtBy: readonly string[],
  code: string,
  success: (request: PlatformRequest) => unknown,
): PlatformDefect {
  return answers(id, caughtBy, /./, (answer, request) =>
    answeredDocument(answer)['code'] === code ? jsonAnswer(200, success(request)) : answer,
  )
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
