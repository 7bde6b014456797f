/** The part of JSON Schema 2020-12 that the manifest's schema is written in. */
export interface JsonSchema {
  readonly $schema?: string
  readonly $id?: string
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly title?: string
  /** Chinese, a line end, English: what an editor shows. */
  readonly description?: string
  readonly type?: JsonType | readonly JsonType[]
  readonly const?: number
  readonly enum?: readonly (string | number | null)[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly minProperties?: number
  readonly uniqueItems?: boolean
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly propertyNames?: JsonSchema
  readonly additionalProperties?: false | JsonSchema
  readonly required?: readonly string[]
  /** Only ever a choice of keys, exactly one of which is there. */
  readonly oneOf?: readonly { readonly required: readonly [string] }[]
  readonly default?: string | number | boolean
  readonly examples?: readonly (string | number)[]
}

/** The names JSON Schema has for kinds of values. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'
