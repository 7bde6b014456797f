import type { Exchange } from '../client/service-request.ts'
import type { Authentication } from './authentication.ts'

/**
 * Calls that carry their proofs. An answer of 401 to a call with a proof that may have been stale is asked for once more
 * with a fresh one: such a call was not carried out.
 */
export function authenticated(exchange: Exchange, proofs: readonly Authentication[]): Exchange {
  if (proofs.length === 0) return exchange
  return async (request, signal) => {
    for (let attempt = 1; ; attempt++) {
      let proven = request
      for (const proof of proofs) proven = await proof.authenticate(proven, signal)
      const answer = await exchange(proven, signal)
      if (answer.status !== 401 || attempt === 2) return answer
      const again = proofs.map((proof) => proof.refused?.() === true)
      if (!again.includes(true)) return answer
    }
  }
}
