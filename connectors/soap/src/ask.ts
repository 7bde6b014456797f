import { BerthError, type Secret, type Value } from '@berth/core'
import {
  answered,
  type BindExtras,
  digestOf,
  type Exchange,
  inputTexts,
  recordsOf,
  type ServiceAnswer,
  type ServiceDataset,
  type ServicePage,
  statusError,
  withExtras,
} from '@berth/services'
import type { Element } from '@xmldom/xmldom'
import { readAnswer } from './answer/read-answer.ts'
import { loginNames, type SoapDataset } from './dataset/soap-dataset.ts'
import { encodeEnvelope } from './message/encode-envelope.ts'
import { envelope, envelopeHeaders } from './message/envelope.ts'
import type { BoundInputs } from './message/message-input.ts'
import type { Security } from './security.ts'

/** How one service is asked. */
export interface SoapCalls {
  readonly exchange: Exchange
  readonly security: Security
  /** Of requests. */
  readonly charset: string
  readonly maxBytes: number
  readonly user: string | undefined
  readonly password: Secret | undefined
  /** Where an operation is. */
  addressOf(dataset: SoapDataset): URL
  /** Names of the answers to other operations than this one. */
  otherAnswers(dataset: SoapDataset): ReadonlySet<string>
}

/** Asks an operation once and reads its answer. */
export async function ask(
  calls: SoapCalls,
  soap: SoapDataset,
  inputs: ReadonlyMap<string, Value>,
  extras: BindExtras,
  signal: AbortSignal,
): Promise<ServicePage> {
  const { dataset, operation } = soap
  const call = dataset.name
  const bound = boundInputs(calls, dataset, inputs, extras)
  const message = soap.message(bound)
  // A token or a signature holds once: a message that is sent again has new ones.
  const envelopeNow = (): Uint8Array => {
    const header = calls.security.header + soap.header(bound)
    const plain = envelope(operation.version, header, message, calls.security.sign !== undefined)
    return encodeEnvelope(calls.security.sign?.(plain) ?? plain, calls.charset, call)
  }
  const answer = await calls.exchange(
    {
      call,
      method: 'POST',
      url: calls.addressOf(soap),
      headers: envelopeHeaders(operation, calls.charset),
      body: envelopeNow,
      repeatable: !dataset.operation,
    },
    signal,
  )
  return pageOf(calls, soap, answer, bodyOf(calls, soap, answer))
}

/** The body of an answer; of one that is an error page, what its status says. */
function bodyOf(calls: SoapCalls, soap: SoapDataset, answer: ServiceAnswer): Element | undefined {
  const call = soap.dataset.name
  const succeeded = answer.status >= 200 && answer.status <= 299
  try {
    const body = readAnswer(answer, {
      operation: soap.operation,
      otherAnswers: calls.otherAnswers(soap),
      charset: soap.dataset.answer.charset,
      maxBytes: calls.maxBytes,
      call,
    })
    if (succeeded) return body
  } catch (error) {
    // A fault comes with an error status, and says more.
    const told = BerthError.is(error) && error.code !== 'ANSWER_UNREADABLE'
    if (succeeded || told) throw error
  }
  throw statusError(answer, call)
}

function pageOf(calls: SoapCalls, soap: SoapDataset, answer: ServiceAnswer, body: Element | undefined): ServicePage {
  const { name: call, answer: defined } = soap.dataset
  const digest = digestOf(answer.body)
  const read = defined.records !== undefined || defined.success !== undefined || defined.payload?.success !== undefined
  if (!read || body === undefined) return { outcome: 'records', records: [], root: body, digest, link: undefined }
  const { outcome, root } = answered(body, defined, calls.maxBytes, call)
  const records = outcome === 'records' && defined.records !== undefined ? recordsOf(root, defined.records, call) : []
  return { outcome, records, root, digest, link: undefined }
}

function boundInputs(
  { user, password }: SoapCalls,
  dataset: ServiceDataset,
  inputs: ReadonlyMap<string, Value>,
  extras: BindExtras,
): BoundInputs {
  const all = withExtras(inputs, extras)
  const texts = inputTexts(dataset, all)
  if (user !== undefined) texts.set(loginNames.user, user)
  if (password !== undefined) texts.set(loginNames.password, password.reveal())
  return { dataset, inputs: all, texts }
}
