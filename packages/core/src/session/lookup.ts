import type { Field } from '../contract/batch.ts'
import type { LookupAnswer, LookupRequest, LookupResult } from '../contract/read.ts'
import { BerthError } from '../errors/berth-error.ts'

/**
 * Asks any number of questions in parts of `maxKeys`. When a part fails for a reason that asking again alone may
 * isolate, each of its questions is asked alone, so that one bad key costs nobody else an answer (LKP-4).
 */
export async function askTogether(
  request: LookupRequest,
  maxKeys: number,
  usable: () => boolean,
  ask: (part: LookupRequest) => Promise<LookupResult>,
): Promise<LookupResult> {
  if (request.keys.length === 1) return paired(request, await ask(request))
  let fields: readonly Field[] = []
  const answers: LookupAnswer[] = []
  for (let start = 0; start < request.keys.length; start += maxKeys) {
    const part = { ...request, keys: request.keys.slice(start, start + maxKeys) }
    const result = await askPart(part, usable, ask)
    if (result.fields.length > 0) fields = result.fields
    for (const answer of result.answers) answers.push(answer)
  }
  return { fields, answers }
}

async function askPart(
  part: LookupRequest,
  usable: () => boolean,
  ask: (part: LookupRequest) => Promise<LookupResult>,
): Promise<LookupResult> {
  try {
    return paired(part, await ask(part))
  } catch (error) {
    if (part.keys.length === 1 && BerthError.is(error))
      return { fields: [], answers: [{ rows: [], more: false, error }] }
    if (!usable() || !BerthError.is(error) || error.action === 'retry') throw error
  }
  let fields: readonly Field[] = []
  const answers: LookupAnswer[] = []
  for (const key of part.keys) {
    const alone = await askPart({ ...part, keys: [key] }, usable, ask)
    if (alone.fields.length > 0) fields = alone.fields
    for (const answer of alone.answers) answers.push(answer)
  }
  return { fields, answers }
}

function paired(request: LookupRequest, result: LookupResult): LookupResult {
  if (result.answers.length !== request.keys.length) {
    throw new BerthError('INTERNAL', {
      subject: `lookup: ${result.answers.length} answers to ${request.keys.length} questions`,
    })
  }
  return result
}
