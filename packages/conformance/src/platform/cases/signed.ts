import { createHmac, hash } from 'node:crypto'
import { exportPublicJwk, generateKey } from '@berth/trust'
import { expectEqual } from '../../run/expect.ts'
import { expectRefused, expectSuccess, told } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext } from '../case.ts'
import { bytesOf, kitParty } from '../party.ts'
import { kitPublication, kitResource } from '../publication.ts'
import type { PlatformAnswer } from '../wire.ts'

const forged = ['SIGNATURE_INVALID']

/** A request to publish one more resource: whether it is there tells whether a refusal was one. */
interface Attempt {
  readonly path: string
  readonly content: Uint8Array
  put(
    signature: string | null,
    change?: { method?: string; path?: string; content?: Uint8Array },
  ): Promise<PlatformAnswer>
  /** Fails when the resource is in the catalogue. */
  expectUnpublished(): Promise<void>
}

function attempt(context: PlatformCaseContext, { system }: Docked, mark = 'sneaked'): Attempt {
  const sneaked = context.freshName(mark)
  const content = bytesOf(kitPublication(system.id, { resources: [kitResource(sneaked)], operations: [] }))
  const path = `/api/catalogue/${system.id}`
  return {
    path,
    content,
    put: (signature, change = {}) =>
      context.send({
        method: change.method ?? 'PUT',
        path: change.path ?? path,
        body: change.content ?? content,
        headers: signature === null ? {} : { 'berth-signature': signature },
      }),
    expectUnpublished: async () => {
      const { status } = await context.send({ path: `${path}/${sneaked}` })
      expectEqual(status, 404, 'the status of a resource that only a refused request published')
    },
  }
}

/** A compact JWS with a header and a signature that one chooses. */
function token(header: object, payload: object, sign: (input: string) => string): string {
  const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${input}.${sign(input)}`
}

/** Signed requests. */
export const signedCases: readonly PlatformCase[] = [
  {
    id: 'signed/missing',
    clause: 'PLT-3',
    run: async (context) => {
      const { put, expectUnpublished } = attempt(context, await context.docked())
      expectRefused(await put(null), ['SIGNATURE_MISSING'], 'a publication that nobody signed')
      expectRefused(await put('nonsense'), forged, 'a publication with nonsense for a signature')
      await expectUnpublished()
    },
  },
  {
    id: 'signed/body',
    clause: 'PLT-3',
    run: async (context) => {
      const docked = await context.docked()
      const { put, path, content, expectUnpublished } = attempt(context, docked)
      const signature = docked.system.sign('PUT', path, bytesOf(docked.publication))
      expectRefused(await put(signature), forged, 'a body other than the one that was signed')
      const altered = Buffer.concat([content, Buffer.from(' ')])
      const own = docked.system.sign('PUT', path, content)
      expectRefused(await put(own, { content: altered }), forged, 'a signed body with one blank more')
      await expectUnpublished()
    },
  },
  {
    id: 'signed/address',
    clause: 'PLT-3',
    run: async (context) => {
      const docked = await context.docked()
      const { put, path, content, expectUnpublished } = attempt(context, docked)
      const { sign } = docked.system
      expectRefused(
        await put(sign('PUT', path, content), { path: `${path}?x=1` }),
        forged,
        'a query that was not signed',
      )
      expectRefused(await put(sign('PUT', `${path}x`, content)), forged, 'a signature for another path')
      expectRefused(await put(sign('POST', path, content)), forged, 'a signature for another method')
      await expectUnpublished()
    },
  },
  {
    id: 'signed/replayed',
    clause: 'PLT-3',
    run: async (context) => {
      const docked = await context.docked()
      const { put, path, content } = attempt(context, docked, 'replayed')
      const signature = docked.system.sign('PUT', path, content)
      expectSuccess(await put(signature), 'a signed publication')
      expectRefused(await put(signature), ['REQUEST_REPLAYED'], 'the same request with the same signature again')
    },
  },
  {
    id: 'signed/replayed-together',
    clause: 'PLT-3',
    run: async (context) => {
      const docked = await context.docked()
      const { put, path, content } = attempt(context, docked, 'crowd')
      const signature = docked.system.sign('PUT', path, content)
      const answers = await Promise.all(Array.from({ length: 8 }, () => put(signature)))
      const held = answers.filter(({ status }) => status === 200).length
      expectEqual(
        held,
        1,
        `of eight copies of one signed request at the same time (${answers.map(told).join(', ')}), those taken`,
      )
    },
  },
  {
    id: 'signed/clock',
    clause: 'PLT-3',
    run: async (context) => {
      const docked = await context.docked()
      const { put, path, content, expectUnpublished } = attempt(context, docked)
      const { sign } = docked.system
      for (const [what, ms] of [
        ['behind', -90_000],
        ['ahead', 90_000],
      ] as const) {
        const late = await put(sign('PUT', path, content, ms))
        expectRefused(late, ['CLOCK_SKEW'], `a request signed by a clock 90 seconds ${what}`)
      }
      await expectUnpublished()
      for (const ms of [-30_000, 30_000]) {
        expectSuccess(await put(sign('PUT', path, content, ms)), `a request signed by a clock ${ms / 1000} seconds off`)
      }
    },
  },
  {
    id: 'signed/foreign-key',
    clause: 'PLT-3',
    run: async (context) => {
      const docked = await context.docked()
      const { put, path, content, expectUnpublished } = attempt(context, docked)
      const { id } = docked.system
      const signedBy = (name: string): string =>
        kitParty({ id: name, kind: 'system', key: generateKey(name) }, context.line).sign('PUT', path, content)
      expectRefused(await put(signedBy(id)), forged, "a signature in a system's name by another key")
      const stranger = context.freshName('stranger')
      expectRefused(await put(signedBy(stranger)), ['SYSTEM_UNKNOWN'], 'a signature by somebody who is not enrolled')
      await expectUnpublished()
    },
  },
  {
    id: 'signed/algorithm',
    clause: 'PLT-3',
    run: async (context) => {
      const docked = await context.docked()
      const { put, path, content, expectUnpublished } = attempt(context, docked)
      const { id, key } = docked.system
      const payload = {
        iss: id,
        htm: 'PUT',
        htu: docked.system.wirePath(path),
        bh: hash('sha256', content, 'base64url'),
        iat: Math.floor(context.now() / 1000),
        jti: context.freshName('jti'),
      }
      const none = token({ alg: 'none', kid: id }, payload, () => '')
      expectRefused(await put(none), forged, 'a token with the algorithm "none"')
      const secret = exportPublicJwk(key).x
      const symmetric = token({ alg: 'HS256', kid: id }, payload, (input) =>
        createHmac('sha256', Buffer.from(secret, 'base64url')).update(input).digest('base64url'),
      )
      expectRefused(await put(symmetric), forged, 'a token signed with the public key as a shared secret')
      await expectUnpublished()
    },
  },
  {
    id: 'signed/for-itself-only',
    clause: 'PLT-3',
    run: async (context) => {
      const docked = await context.docked()
      const other = await context.enrol('system')
      const consumer = await context.consumer()
      const { path, content, expectUnpublished } = attempt(context, docked)
      const unknown = ['SYSTEM_UNKNOWN']
      expectRefused(await other.send('PUT', path, content), unknown, "a publication in another system's name")
      expectRefused(await consumer.send('PUT', path, content), unknown, 'a publication by a consumer')
      const batch = `/api/exchange/${docked.system.id}/${docked.resource}/theft/1`
      const headers = { 'berth-rows': '1' }
      const line = '{"name":"x"}\n'
      expectRefused(await other.send('PUT', batch, line, { headers }), unknown, "a batch in another system's name")
      const asking = await context.ask(docked, docked.system)
      expectRefused(asking, ['CONSUMER_UNKNOWN'], 'a question by a system')
      await expectUnpublished()
    },
  },
]
