import type { Exchange, ServiceRequest } from '../client/service-request.ts'
import type { Authentication } from './authentication.ts'

/**
 * Calls that carry their proofs. An answer of 401 to a call with a proof that may have been stale is asked for once more
 * with a fresh one: such a call was not carried out.
 */
export function authenticated(exchange: Exchange, proofs: readonly Authentication[]): Exchange {
  if (proofs.length === 0) return exchange
  return async (request, signal) => {
    for (let attempt = 1; ; attempt++) {
      const proven: ServiceRequest[] = []
      for (const proof of proofs) proven.push(await proof.authenticate(proven.at(-1) ?? request, signal))
      const answer = await exchange(proven.at(-1) ?? request, signal)
      if (answer.status !== 401 || attempt === 2) return answer
      const again = proofs.map((proof, index) => proof.refused?.(proven[index] ?? request) === true)
      if (!again.includes(true)) return answer
    }
  }
}
