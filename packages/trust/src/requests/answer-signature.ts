import { hash } from 'node:crypto'
import type { Signer } from '../cryptography/signer.ts'
import type { SigningKey, VerificationKey } from '../keys/key.ts'
import { parseSignedText, signatureHolds, signText, signTextBy } from '../signed-text.ts'
import { bodyHash } from './signed-request.ts'

/** The `typ` of an answer's header. */
const answerType = 'berth-answer+jwt'

/** What the signature of an answer binds. */
export interface SignedAnswer {
  /** The header `Berth-Signature` of the request it answers: it binds question, asker and time, and holds once. */
  readonly request: string
  readonly status: number
  readonly body: Uint8Array | string
}

/** Signs an answer: the value of its header `Berth-Answer-Signature`. `now` is milliseconds since 1970. */
export function signAnswer(key: SigningKey, answer: SignedAnswer, now: number): string {
  return signText(key, payloadOf(key.id, answer, now), answerType)
}

/** The same by a signer. Rejects as it does. */
export function signAnswerBy(signer: Signer, answer: SignedAnswer, now: number): Promise<string> {
  return signTextBy(signer, payloadOf(signer.id, answer, now), { typ: answerType })
}

function payloadOf(
  iss: string,
  { request, status, body }: SignedAnswer,
  now: number,
): Readonly<Record<string, unknown>> {
  return { iss, q: questionHash(request), st: status, bh: bodyHash(body), iat: Math.floor(now / 1000) }
}

/** What is wrong with the signature of an answer: `missing`, or the part that does not hold. Undefined: it holds. */
export async function answerProblem(
  token: string | undefined,
  answer: SignedAnswer,
  key: VerificationKey,
): Promise<string | undefined> {
  if (token === undefined || token === '') return 'missing'
  const text = parseSignedText(token)
  if (text === undefined || text.header['typ'] !== answerType) return 'typ'
  const { iss, q, st, bh } = text.payload
  if (iss !== key.id || text.header['kid'] !== key.id) return 'iss'
  if (!(await signatureHolds(text, key))) return 'another key signed it, or it was changed'
  if (q !== questionHash(answer.request)) return 'q'
  if (st !== answer.status) return 'st'
  return bh === bodyHash(answer.body) ? undefined : 'bh'
}

function questionHash(request: string): string {
  return hash('sha256', request, 'base64url')
}
