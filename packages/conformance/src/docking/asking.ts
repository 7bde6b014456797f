import { type Grade, grades, type Value } from '@berth/core'
import { type Grant, issueGrant, type SigningKey, signRequest } from '@berth/trust'
import type { ResourceOutline } from './outline.ts'
import type { DockingAnswer, DockingRequest, RunningDocking } from './subject.ts'

/** What is asked of a resource. */
export interface Question {
  readonly resource: ResourceOutline
  readonly by: Readonly<Record<string, Value>>
  /** @default the highest */
  readonly clearance?: Grade
  /** @default all items */
  readonly items?: readonly string[]
  /** @default the first that the resource admits */
  readonly purpose?: string
}

/** How a request departs from a right one. */
export interface SignedSettings {
  /** @default the platform's */
  readonly key?: SigningKey
  /** What is signed in place of what is sent. */
  readonly signed?: { readonly path?: string; readonly body?: string }
  /** When it was signed, in milliseconds since 1970. @default now */
  readonly at?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** How a question departs from a right one. */
export interface Ask extends SignedSettings {
  readonly grant?: Partial<Grant>
  /** Signs the grant. @default the platform's */
  readonly grantKey?: SigningKey
  /** Sent as it is in place of the question's body. */
  readonly body?: string
}

/** A request, and what came of it. */
export interface Asked extends DockingAnswer {
  readonly request: DockingRequest
  /** What the answer's JSON says; empty where it is none. */
  readonly body: AnswerBody
}

/** What an answer, or a problem, may say. */
export interface AnswerBody {
  readonly resource?: string
  readonly items?: readonly string[]
  readonly withheld?: readonly { readonly item: string; readonly reason: string }[]
  readonly rows?: readonly Readonly<Record<string, unknown>>[]
  readonly more?: boolean
  readonly asOf?: string
  readonly receipt?: { readonly number: number; readonly hash: string }
  readonly accepted?: unknown
  readonly code?: string
  readonly message?: string
  readonly next?: string
  readonly origin?: string
  readonly action?: string
}

const hourMs = 3_600_000

/** The highest clearance that there is. */
export const highest: Grade = grades.at(-1) ?? 'core'

/** Sends a signed request and reads the answer. */
export async function sendSigned(
  running: RunningDocking,
  platform: SigningKey,
  { path, body = '' }: Pick<DockingRequest, 'path' | 'body'>,
  { key = platform, signed, at, headers }: SignedSettings = {},
): Promise<Asked> {
  const signature = signRequest(key, {
    method: 'POST',
    path: signed?.path ?? path,
    body: signed?.body ?? body,
    ...(at === undefined ? {} : { now: at }),
  })
  const request: DockingRequest = {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', 'berth-signature': signature, ...headers },
    body,
  }
  return await sent(running, request)
}

/** Sends a request as it is. */
export async function sent(running: RunningDocking, request: DockingRequest): Promise<Asked> {
  const answer = await running.send(request)
  const json = answer.headers['content-type']?.includes('json') === true
  return { ...answer, request, body: json ? (JSON.parse(answer.text) as AnswerBody) : {} }
}

/** Asks a question with a grant made for it. */
export async function ask(
  running: RunningDocking,
  platform: SigningKey,
  system: string,
  question: Question,
  { grant = {}, grantKey = platform, body, ...settings }: Ask = {},
): Promise<Asked> {
  const { resource, by } = question
  const purpose = purposeOf(question)
  const token = issueGrant(grantKey, {
    ...grantFor(system, resource.id, purpose),
    items: question.items ?? resource.items.map(({ id }) => id),
    clearance: question.clearance ?? highest,
    ...grant,
  })
  const sending = { path: lookupPath(resource.id), body: body ?? JSON.stringify({ purpose, by }) }
  return await sendSigned(running, platform, sending, {
    ...settings,
    headers: { 'berth-grant': token, ...settings.headers },
  })
}

/** The address of a resource's questions. */
export function lookupPath(resource: string): string {
  return `/resources/${resource}/lookup`
}

/** The purpose that a question is asked for. */
export function purposeOf({ purpose, resource }: Pick<Question, 'purpose' | 'resource'>): string {
  return purpose ?? resource.sharing.purposes[0] ?? 'conformance'
}

/** A grant of an hour, to nobody's harm. */
export function grantFor(
  system: string,
  target: string,
  purpose: string,
): Omit<Grant, 'issuer' | 'items' | 'clearance'> {
  const now = Date.now()
  return {
    id: `kit-${target}`,
    consumer: 'kit-consumer',
    system,
    resource: `${system}/${target}`,
    purpose,
    basis: 'conformance kit',
    issuedAt: now,
    notBefore: now,
    expiresAt: now + hourMs,
  }
}
