import type { PlatformClient } from '../platform-client/platform-client.ts'
import type { OutboxTarget } from './outbox-delivery.ts'

/** Sends batches of NDJSON to the platform, which knows a number that it has seen. */
export function platformTarget(
  client: PlatformClient,
  system: string,
  resource: string,
  signal: AbortSignal | undefined,
): OutboxTarget<readonly string[]> {
  return {
    encode: (texts) => Buffer.from(texts.join('')),
    async send({ number, rows, content }, stream) {
      const options = signal === undefined ? {} : { signal }
      await client.deliver({ system, resource, stream, number, rows, content }, options)
      return []
    },
  }
}
