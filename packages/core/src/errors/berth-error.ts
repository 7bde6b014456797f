import type { Language } from '../contract/value.ts'
import { type ErrorCode, errorCatalogue, problemWords } from './catalogue.ts'
import type { ErrorAction, FaultOrigin } from './definition.ts'

/**
 * Facts that fill the templates of the catalogue. Names, positions, lengths and codes only: a value of the source or
 * a secret never stands here, because details go to logs, answers and screens (SEC-2, SEC-3).
 */
export type ErrorDetails = Readonly<Record<string, string | number>>

export interface BerthErrorInit {
  /**
   * The native error. It is kept for a debugger and left out of every printed form, for a driver's message may quote
   * a value of the source.
   */
  readonly cause?: unknown
  /** Whose it is, where this occurrence departs from the catalogue. */
  readonly origin?: FaultOrigin
}

const marker = Symbol.for('berth.error')

/** The one error class of the project. Everything that goes wrong at run time is one, with a code (ERR-1). */
export class BerthError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly action: ErrorAction
  readonly origin: FaultOrigin
  /** The HTTP status of a problem answer about it. */
  readonly status: number

  constructor(code: ErrorCode, details: ErrorDetails = {}, init: BerthErrorInit = {}) {
    const definition = errorCatalogue[code]
    super(filled(definition.message.en, details, 'en'))
    this.name = 'BerthError'
    this.code = code
    this.details = details
    this.action = definition.action
    this.origin = init.origin ?? definition.origin
    this.status = definition.status
    Object.defineProperty(this, marker, { value: true })
    if (init.cause !== undefined) {
      Object.defineProperty(this, 'cause', { value: init.cause, enumerable: false, writable: true, configurable: true })
    }
  }

  /** Whether `value` is such an error, also one made by another installed copy of this package. */
  static is(value: unknown): value is BerthError {
    return typeof value === 'object' && value !== null && marker in value
  }

  /** `value` itself when it is such an error; else one with the code given, and `value` as its cause. */
  static from(value: unknown, code: ErrorCode, details: ErrorDetails = {}): BerthError {
    return BerthError.is(value) ? value : new BerthError(code, details, { cause: value })
  }

  /** What is wrong, in the language asked for, with the place in a file where there is one. */
  text(language: Language): string {
    return filled(errorCatalogue[this.code].message[language], this.details, language)
  }

  /** What to do next, in the language asked for. */
  next(language: Language): string {
    return fill(errorCatalogue[this.code].next[language], this.details)
  }

  /** The printable form: everything but cause and stack. */
  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      action: this.action,
      origin: this.origin,
      message: { zh: this.text('zh'), en: this.text('en') },
      next: { zh: this.next('zh'), en: this.next('en') },
      details: this.details,
    }
  }

  static {
    Object.defineProperty(BerthError.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: BerthError): string {
        return `${this.name} ${this.code}: ${this.message}\n${(this.stack ?? '').split('\n').slice(1).join('\n')}`
      },
    })
  }
}

type Place = 'file' | 'record' | 'line' | 'position' | 'offset'

const places: Readonly<Record<Language, Readonly<Record<Place, string>>>> = {
  zh: {
    file: '文件 {file}',
    record: '第 {record} 条',
    line: '第 {line} 行',
    position: '第 {position} 个字符',
    offset: '第 {offset} 字节',
  },
  en: {
    file: 'file {file}',
    record: 'record {record}',
    line: 'line {line}',
    position: 'character {position}',
    offset: 'byte {offset}',
  },
}

/** A template with its details, and behind it the place of which the template says nothing. */
function filled(message: string, details: ErrorDetails, language: Language): string {
  const template = withProblem(message, details, language)
  const told = Object.entries(places[language]).filter(
    ([name]) => details[name] !== undefined && !template.includes(`{${name}}`),
  )
  const text = fill(template, details)
  if (told.length === 0) return text
  const place = told.map(([, words]) => fill(words, details)).join(language === 'zh' ? '，' : ', ')
  return language === 'zh' ? `${text}（${place}）` : `${text} (${place})`
}

/** A template with the words of its `problem` or `feature`, where that is the name of one; what is none stands as it is. */
function withProblem(template: string, details: ErrorDetails, language: Language): string {
  return template.replace(
    /\{(problem|feature)\}/,
    (whole, name: string) => problemWords(details[name])?.[language] ?? whole,
  )
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const detail = details[name]
    return detail === undefined ? whole : String(detail)
  })
}
