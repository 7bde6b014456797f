import type { ServiceRequest } from '../client/service-request.ts'

/** What makes a call one of a known caller. */
export interface Authentication {
  /** The request with its proof. Secrets go no further than its headers or query. */
  authenticate(request: ServiceRequest, signal: AbortSignal): Promise<ServiceRequest>
  /**
   * The service did not accept what `authenticate` gave: what was fetched for it is forgotten. Tells whether it is worth
   * trying once more.
   */
  refused?(proven: ServiceRequest): boolean
}
