import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { manifestJsonSchema } from './manifest-schema.ts'

let compiled: ((data: unknown) => readonly ErrorObject[]) | undefined

/** Every way in which data departs from the schema, in the words of ajv. The schema is compiled at the first call. */
export function schemaErrors(data: unknown): readonly ErrorObject[] {
  compiled ??= compile()
  return compiled(data)
}

function compile(): (data: unknown) => readonly ErrorObject[] {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    messages: false,
    allowUnionTypes: true,
    strictTypes: false,
  })
  const validate = ajv.compile(manifestJsonSchema())
  return (data) => (validate(data) ? [] : (validate.errors ?? []))
}
