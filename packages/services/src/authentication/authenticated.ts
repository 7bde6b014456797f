import type { Exchange, Prove, ServiceAnswer, ServiceRequest } from '../client/service-request.ts'
import type { Authentication } from './authentication.ts'

/** Makes one call, which it has proven each time it sends it. */
export type ProvenExchange = (request: ServiceRequest, signal: AbortSignal, prove: Prove) => Promise<ServiceAnswer>

/**
 * Calls that carry their proofs. An answer of 401 to a call with a proof that may have been stale is asked for once more
 * with a fresh one: such a call was not carried out.
 */
export function authenticated(exchange: ProvenExchange, proofs: readonly Authentication[]): Exchange {
  return async (request, signal) => {
    for (let attempt = 1; ; attempt++) {
      let proven: ServiceRequest[] = []
      const prove: Prove = async (plain) => {
        proven = []
        for (const proof of proofs) proven.push(await proof.authenticate(proven.at(-1) ?? plain, signal))
        return proven.at(-1) ?? plain
      }
      const answer = await exchange(request, signal, prove)
      if (answer.status !== 401 || attempt === 2) return answer
      const again = proofs.map((proof, index) => proof.refused?.(proven[index] ?? request) === true)
      if (!again.includes(true)) return answer
    }
  }
}
