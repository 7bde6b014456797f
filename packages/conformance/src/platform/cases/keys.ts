import { importJwks } from '@berth/trust'
import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectSuccess } from '../answers.ts'
import type { PlatformCase } from '../case.ts'

/** What everybody may read of a platform itself. */
export const keyCases: readonly PlatformCase[] = [
  {
    id: 'keys/published',
    clause: 'PLT-1',
    run: async ({ send }) => {
      const document = expectSuccess(await send({ path: '/.well-known/jwks.json' }), "the platform's keys")
      const listed = document['keys']
      expectThat(Array.isArray(listed) && listed.length > 0, 'the list of keys is empty or none')
      for (const jwk of listed as readonly Readonly<Record<string, unknown>>[]) {
        expectThat(!('d' in jwk), `the key ${String(jwk['kid'])} is published with its private half`)
        expectThat(typeof jwk['kid'] === 'string' && jwk['kid'] !== '', 'a key is published without "kid"')
      }
      const keys = importJwks(document).map(
        ({ id, publicKey }) => `${id} ${String(publicKey.export({ format: 'jwk' }).x)}`,
      )
      expectEqual(new Set(keys).size, keys.length, 'how many different keys are published')
    },
  },
  {
    id: 'keys/health',
    clause: 'PLT-1',
    run: async ({ send }) => {
      expectEqual(expectSuccess(await send({ path: '/health' }), '/health'), { status: 'ok' }, 'what /health answers')
    },
  },
]
