import { PlatformClient } from '@berth/agent'
import { generateKey } from '@berth/trust'
import { language } from '../messages/language.ts'

/** A client that only reads: nothing of what it sends is signed, and the key of the docking is left alone. */
export function readingClient(url: string): PlatformClient {
  return new PlatformClient({ url, key: generateKey('berth-diff'), language })
}
