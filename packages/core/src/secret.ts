const hidden = '[secret]'

/**
 * A text that cannot be printed by accident: as a string, in JSON, in a log and to an inspector it reads `[secret]`
 * (SEC-3). Only `reveal()` gives it out.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return hidden
  }

  toJSON(): string {
    return hidden
  }

  static {
    Object.defineProperty(Secret.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => hidden })
  }
}
