import { createHash } from 'node:crypto'
import { BerthError, type Language } from '@berth/core'
import { type CatalogueEntry, catalogueEntry } from '../catalogue/catalogue-entry.ts'
import { grantFor } from '../grants/grants.ts'
import { admitsPurpose, isShared } from '../grants/issue-grant.ts'
import type { PlatformContext } from '../platform-context.ts'
import { appendReceipt, type ReceiptReference } from '../receipts/append-receipt.ts'
import { type ExchangeFacts, recordRefusal } from '../receipts/record-refusal.ts'
import { type AgentAnswer, agentExchange } from './agent-exchange.ts'
import { type AgentProblem, agentProblem } from './agent-problem.ts'
import { type AnswerFacts, checkLookupAnswer, checkSubmitAnswer } from './check-answer.ts'
import { proveAnswer } from './prove-answer.ts'
import { type Question, readQuestion } from './question.ts'

/** A question or a submission of a consumer that was verified. */
export interface ForwardRequest {
  readonly consumer: string
  /** Of the signed request. */
  readonly requestId: string
  /** What the consumer vouches for of whoever asks. */
  readonly claims: Readonly<Record<string, string>>
  readonly system: string
  /** A resource to ask, or an operation to submit to. */
  readonly target: string
  readonly body: Uint8Array
  readonly language: Language
  /** Present for a submission. */
  readonly idempotencyKey?: string
}

/** What goes back to the consumer: the agent's answer as it came, or the agent's problem. */
export type ForwardResult = { readonly receipt: ReceiptReference } & (
  | { readonly answer: AgentAnswer; readonly problem?: never }
  | { readonly problem: AgentProblem; readonly answer?: never }
)

/**
 * Forwards a question or a submission to the department that holds the resource, under the consumer's grant. The
 * receipt is chained before the answer is given out.
 *
 * Errors, each with a receipt: `RESOURCE_UNKNOWN`, `OPERATION_UNKNOWN`, `MODE_NOT_OFFERED`, `NOTHING_GRANTED`, those of
 * the grant, of the parameters, and of the way to the agent.
 */
export async function forward(context: PlatformContext, request: ForwardRequest): Promise<ForwardResult> {
  const submission = request.idempotencyKey !== undefined
  const found = await catalogueEntry(context.store, request.system, request.target)
  let facts: ExchangeFacts = {
    resource: `${request.system}/${request.target}`,
    journey: submission ? 'operation' : 'service',
    consumer: request.consumer,
    question: createHash('sha256').update(request.body).digest('hex'),
    reference: referenceOf(request.requestId),
    manifest: found?.manifest ?? '',
  }
  // The facts grow while the exchange goes on, so that a refusal's receipt says what was known by then.
  const exchange = async (): Promise<ForwardResult> => {
    const { question, agentUrl, entry } = admit(found, request, facts.resource)
    if (!admitsPurpose(entry, question.purpose)) throw new BerthError('PURPOSE_MISMATCH', { purpose: question.purpose })
    const { grant, token } = await grantFor(context, request.consumer, facts.resource, question.purpose)
    // A purpose that nobody granted is the consumer's own text, and stays out of receipts.
    const { id, purpose, basis } = grant
    facts = { ...facts, grant: id, purpose, ...(basis === undefined ? {} : { basis }) }
    if (submission) requireGranted(question, grant.items)
    const answer = await agentExchange(context, {
      system: request.system,
      agentUrl,
      path: submission
        ? `/operations/${encodeURIComponent(request.target)}`
        : `/resources/${encodeURIComponent(request.target)}/lookup`,
      body: request.body,
      grantToken: token,
      claims: request.claims,
      language: request.language,
      ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    })
    if (answer.status < 200 || answer.status > 299) {
      const problem = agentProblem(request.system, answer, submission)
      return { problem, receipt: await refusalReceipt(context, facts, problem) }
    }
    await proveAnswer(context, request.system, answer, submission)
    const given = submission ? submitted(answer, question) : checkLookupAnswer(answer.body, facts.resource, grant.items)
    const digest = createHash('sha256')
      .update(submission ? request.body : answer.body)
      .digest('hex')
    const receipt = await context.store.transaction((transaction) =>
      appendReceipt(transaction, {
        ...facts,
        at: new Date(context.now()).toISOString(),
        ...given,
        digest,
      }),
    )
    return { answer, receipt }
  }
  return recordRefusal(context, () => facts, exchange)
}

/** What has to hold before a grant is looked for. */
function admit(
  entry: CatalogueEntry | undefined,
  request: ForwardRequest,
  resource: string,
): { question: Question; agentUrl: string; entry: CatalogueEntry } {
  if (request.idempotencyKey === undefined) {
    if (entry?.kind !== 'resource') throw new BerthError('RESOURCE_UNKNOWN', { resource })
    if (!isShared(entry)) throw new BerthError('NOTHING_GRANTED', { resource })
    if (entry.document.modes.parameter === undefined || entry.agentUrl === undefined) {
      throw new BerthError('MODE_NOT_OFFERED', { resource, mode: 'parameter' })
    }
  } else {
    if (entry?.kind !== 'operation') throw new BerthError('OPERATION_UNKNOWN', { operation: resource })
    if (entry.agentUrl === undefined) throw new BerthError('MODE_NOT_OFFERED', { resource, mode: 'parameter' })
  }
  const question =
    entry.kind === 'resource'
      ? readQuestion(request.body, 'by', entry.document.items)
      : readQuestion(request.body, 'input', entry.document.input)
  return { question, agentUrl: entry.agentUrl, entry }
}

function requireGranted(question: Question, granted: readonly string[]): void {
  const other = question.items.find((item) => !granted.includes(item))
  if (other !== undefined) throw new BerthError('GRANT_INVALID', { problem: `item ${other}` })
}

function submitted(answer: AgentAnswer, question: Question): AnswerFacts {
  const { outcome, ...counterpart } = checkSubmitAnswer(answer.body)
  return { outcome, items: question.items, withheld: [], rows: outcome === 'queued' ? 0 : 1, ...counterpart }
}

function refusalReceipt(
  context: PlatformContext,
  facts: ExchangeFacts,
  problem: AgentProblem,
): Promise<ReceiptReference> {
  return context.store.transaction((transaction) =>
    appendReceipt(transaction, {
      ...facts,
      at: new Date(context.now()).toISOString(),
      outcome: problem.status < 500 ? 'refused' : 'failed',
      code: problem.code,
      items: [],
      withheld: [],
      rows: 0,
    }),
  )
}

/** The id of the request where it is plain; else its digest, for it is the consumer's own text. */
function referenceOf(requestId: string): string {
  if (/^[\w.:-]+$/.test(requestId)) return requestId
  return createHash('sha256').update(requestId).digest('base64url')
}
