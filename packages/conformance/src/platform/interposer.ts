import type { ArrivedRequest } from './kit-agent.ts'
import type { PlatformAnswer, PlatformRequest } from './wire.ts'

/** Stands between the cases and a platform, and makes it look as one with a fault. */
export interface PlatformInterposer {
  /** What comes back for a request. */
  readonly answer?: (
    request: PlatformRequest,
    send: (request: PlatformRequest) => Promise<PlatformAnswer>,
  ) => Promise<PlatformAnswer>
  /** What becomes of a request whose line is cut. */
  readonly cut?: (request: PlatformRequest, cut: (request: PlatformRequest) => Promise<void>) => Promise<void>
  /** What reaches the agent of what was forwarded. */
  readonly arriving?: (request: ArrivedRequest) => ArrivedRequest
}
