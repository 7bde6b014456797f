import { BerthError, type LogicalType, parseLogicalType, textDecoding } from '@berth/core'
import type { AnswerPath } from '../answer/answer-path.ts'
import { type AnswerFormat, answerPath } from '../answer/tree.ts'
import type { Namespaces } from '../answer/x-path.ts'

/** Reads the notations of one definition. Everything throws `DEFINITION_INVALID`, which names dataset and place. */
export class DefinitionReader {
  readonly #connector: string
  readonly #dataset: string
  readonly #namespaces: Namespaces | undefined

  constructor(connector: string, dataset: string, namespaces: Namespaces | undefined) {
    this.#connector = connector
    this.#dataset = dataset
    this.#namespaces = namespaces
  }

  invalid(place: string, expected: string): BerthError {
    const details = { connector: this.#connector, dataset: this.#dataset, path: place, expected }
    return new BerthError('DEFINITION_INVALID', details)
  }

  path(place: string, text: string, format: AnswerFormat): AnswerPath {
    try {
      return answerPath(text, format, this.#namespaces)
    } catch {
      throw this.invalid(place, format === 'json' ? 'JSONPath (RFC 9535)' : 'XPath 1.0')
    }
  }

  type(place: string, notation: string): LogicalType {
    const type = parseLogicalType(notation)
    if (type === undefined) throw this.invalid(place, 'text(30), integer, decimal(18,2), date')
    return type
  }

  charset(place: string, charset: string | undefined): string | undefined {
    try {
      return charset === undefined ? undefined : textDecoding(charset).charset
    } catch {
      throw this.invalid(place, 'UTF-8, GB18030, GBK, Big5')
    }
  }
}
