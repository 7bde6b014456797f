import { BerthError } from '@berth/core'

/** The coded error that a call ends with. */
export async function failureOf(call: () => unknown): Promise<BerthError> {
  try {
    await call()
  } catch (error) {
    if (BerthError.is(error)) return error
    throw error
  }
  throw new Error('it did not fail')
}
