import { authenticated } from './authentication/authenticated.ts'
import { type AuthenticationOptions, authentications } from './authentication/authentication-options.ts'
import { type ClientOptions, clientSettings } from './client/client-options.ts'
import { ServiceClient } from './client/service-client.ts'
import type { Exchange } from './client/service-request.ts'

/** A service that can be called. */
export interface OpenService extends Disposable {
  readonly client: ServiceClient
  /** With the proofs that the options ask for. */
  readonly exchange: Exchange
}

/** The client of a connector's options, with what authenticates its calls. Nothing is sent yet. Throws an `OPTION_` code. */
export function openService(connector: string, options: ClientOptions & AuthenticationOptions): OpenService {
  const settings = clientSettings(connector, options)
  const client = new ServiceClient(settings)
  const plain = client.exchange.bind(client)
  const proofs = authentications(options, { connector, url: settings.url, exchange: plain, now: Date.now })
  return { client, exchange: authenticated(plain, proofs), [Symbol.dispose]: () => client[Symbol.dispose]() }
}
