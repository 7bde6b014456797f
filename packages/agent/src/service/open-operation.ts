import { createHash } from 'node:crypto'
import { BerthError, type Parameter } from '@berth/core'
import type { Item, Operation } from '@berth/manifest'
import { canonicalJson, type Grant } from '@berth/trust'
import { type GivenValues, unknownParameter } from './given-values.ts'
import { type ParameterReader, parameterReader } from './parameter-reader.ts'
import { type SourceWriter, sourceWriter } from './source-writer.ts'

/** A submission that is ready to be passed to the system. */
export interface ReadySubmission {
  readonly operation: Operation
  /** SHA-256 over consumer, operation and idempotency key, hexadecimal: its name in the state and at the system. */
  readonly key: string
  /** SHA-256 of the input in canonical JSON, hexadecimal. */
  readonly digest: string
  /** Ids of the input items that were given. */
  readonly items: readonly string[]
  readonly parameters: readonly Parameter[]
}

interface InputItem {
  readonly item: Item
  readonly read: ParameterReader
  readonly writer: SourceWriter
}

/** An operation that is open to the platform, with what is compiled for it once. */
export class OpenOperation {
  readonly operation: Operation
  readonly #system: string
  readonly #input: ReadonlyMap<string, InputItem>

  constructor(system: string, operation: Operation) {
    this.operation = operation
    this.#system = system
    this.#input = new Map(
      operation.input.map((item) => [item.id, { item, read: parameterReader(item), writer: sourceWriter(item) }]),
    )
  }

  /**
   * Checks a submission before the system is touched (LKP-2). An item that is not given and not required is left to the
   * system's own default.
   *
   * Throws `PARAMETER_MISSING`, `PARAMETER_UNKNOWN`, or `PARAMETER_INVALID`, also for an item that is not granted.
   */
  ready(input: GivenValues, grant: Grant, idempotencyKey: string | undefined): ReadySubmission {
    const key = this.keyOf(grant.consumer, idempotencyKey)
    const { parameters, items } = this.#parameters(input, grant.items)
    return { operation: this.operation, key, digest: sha256(canonicalJson(input)), items, parameters }
  }

  /**
   * A submission that was checked before and has waited. Throws as `ready` does where the manifest has changed since.
   */
  again({ key, digest }: Pick<ReadySubmission, 'key' | 'digest'>, input: GivenValues): ReadySubmission {
    return { operation: this.operation, key, digest, ...this.#parameters(input, Object.keys(input)) }
  }

  /** The name in the state of what a consumer submits under a key. Throws a `PARAMETER_` code. */
  keyOf(consumer: string, idempotencyKey: string | undefined): string {
    if (idempotencyKey === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: 'Idempotency-Key' })
    if (!/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) {
      const problem = '1-200 printable ASCII'
      throw new BerthError('PARAMETER_INVALID', { parameter: 'Idempotency-Key', problem })
    }
    return sha256(canonicalJson([this.#system, this.operation.id, consumer, idempotencyKey]))
  }

  #parameters(input: GivenValues, granted: readonly string[]): Pick<ReadySubmission, 'parameters' | 'items'> {
    for (const name of Object.keys(input)) if (!this.#input.has(name)) throw unknownParameter(name)
    const parameters: Parameter[] = []
    const items: string[] = []
    for (const [id, { item, read, writer }] of this.#input) {
      const given = Object.hasOwn(input, id) ? input[id] : undefined
      if (given === undefined || given === null) {
        if (item.required) throw new BerthError('PARAMETER_MISSING', { parameter: id })
        if (given === undefined) continue
      }
      if (!granted.includes(id)) throw new BerthError('PARAMETER_INVALID', { parameter: id, problem: 'not granted' })
      parameters.push({ name: item.from, type: writer.type, value: writer.write(read(given), false) })
      items.push(id)
    }
    return { parameters, items }
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
