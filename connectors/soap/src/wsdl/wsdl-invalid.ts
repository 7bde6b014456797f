import { BerthError, type ErrorDetails, type WsdlProblem } from '@berth/core'

/** `WSDL_INVALID`; `details` fill the words of the problem. */
export function wsdlInvalid(
  document: string,
  problem: WsdlProblem,
  details: ErrorDetails = {},
  cause?: unknown,
): BerthError {
  return new BerthError('WSDL_INVALID', { document, problem, ...details }, cause === undefined ? {} : { cause })
}
