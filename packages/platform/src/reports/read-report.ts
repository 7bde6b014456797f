import type { ConformanceReport } from '@berth/conformance'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

let validate: ValidateFunction<ConformanceReport> | undefined

/** A report, or what keeps the text from being one. */
export async function readReport(
  text: string,
): Promise<{ readonly report: ConformanceReport } | { readonly problem: string }> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'it is no JSON' }
  }
  if (validate === undefined) {
    const { reportSchema } = await import('@berth/conformance')
    validate = new Ajv2020({ strict: true }).compile<ConformanceReport>(reportSchema)
  }
  if (validate(value)) return { report: value }
  const [error] = validate.errors ?? []
  return { problem: `${error?.instancePath.slice(0, 128) || '/'} ${error?.keyword ?? ''}` }
}
