import type { Payload } from '../answer/payload.ts'
import type { Success } from '../answer/success.ts'
import type { AnswerFormat } from '../answer/tree.ts'
import type { DefinitionReader } from './definition-reader.ts'
import type { DefinedAnswer, DefinedColumn } from './service-dataset.ts'
import type { WrittenAnswer } from './written-dataset.ts'

/** The formats of an answer, and of the document inside it that holds the records. */
export interface AnswerFormats {
  readonly outer: AnswerFormat
  readonly inner: AnswerFormat
}

export function answerFormats(answer: WrittenAnswer, standard: AnswerFormat): AnswerFormats {
  const outer = answer.format ?? standard
  return { outer, inner: answer.payload === undefined ? outer : (answer.payload.format ?? outer) }
}

export function readColumns(
  answer: WrittenAnswer,
  { inner }: AnswerFormats,
  reader: DefinitionReader,
): Map<string, DefinedColumn> {
  const columns = new Map<string, DefinedColumn>()
  for (const [name, value] of Object.entries(answer.columns ?? {})) {
    const place = `answer.columns.${name}`
    const { at, type = 'text', required = false, comment } = typeof value === 'string' ? { at: value } : value
    const column = { name, type: reader.type(place, type), at: reader.path(place, at, inner), required }
    columns.set(name, { ...column, ...(comment === undefined ? {} : { comment }) })
  }
  if (columns.size > 0 && answer.records === undefined) throw reader.invalid('answer.records', 'JSONPath / XPath')
  return columns
}

export function readAnswerDefinition(
  answer: WrittenAnswer,
  formats: AnswerFormats,
  reader: DefinitionReader,
): DefinedAnswer {
  const { success, payload, records } = answer
  return {
    format: formats.outer,
    charset: reader.charset('answer.charset', answer.charset),
    success: success && readSuccess(success, formats.outer, 'answer.success', reader),
    payload: payload && readPayload(payload, formats, reader),
    records:
      records === undefined
        ? undefined
        : {
            at: reader.path('answer.records', records, formats.inner),
            path: records,
            emptyWhenMissing: answer.emptyWhenMissing ?? false,
            told: success !== undefined || payload?.success !== undefined,
          },
    none: new Set(answer.none),
    nulls: new Set(answer.nulls),
    otherRecords: answer.otherRecords ?? 'refuse',
  }
}

function readSuccess(
  success: NonNullable<WrittenAnswer['success']>,
  format: AnswerFormat,
  place: string,
  reader: DefinitionReader,
): Success {
  const { at, equals, none, busy, denied, repeated, message } = success
  return {
    at: reader.path(`${place}.at`, at, format),
    path: at,
    equals: new Set(equals),
    none: new Set(none),
    busy: new Set(busy),
    denied: new Set(denied),
    repeated: new Set(repeated),
    message: message === undefined ? undefined : reader.path(`${place}.message`, message, format),
  }
}

function readPayload(
  payload: NonNullable<WrittenAnswer['payload']>,
  { outer, inner }: AnswerFormats,
  reader: DefinitionReader,
): Payload {
  return {
    at: reader.path('answer.payload.at', payload.at, outer),
    path: payload.at,
    encoding: payload.encoding ?? [],
    charset: reader.charset('answer.payload.charset', payload.charset),
    format: inner,
    success: payload.success && readSuccess(payload.success, inner, 'answer.payload.success', reader),
  }
}
