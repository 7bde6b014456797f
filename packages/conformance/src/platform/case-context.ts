import { randomBytes } from 'node:crypto'
import { BerthError, type Grade, type Secret } from '@berth/core'
import { exportPublicJwk, generateKey, importJwks, MemoryReplayStore, verifyGrant, verifyRequest } from '@berth/trust'
import { ConformanceFailure } from '../run/expect.ts'
import type { Note } from '../run/note.ts'
import type { Random } from '../run/random.ts'
import type { Opened } from '../run/role-case.ts'
import { administrator } from './administrator.ts'
import { documentOf, expectSuccess } from './answers.ts'
import type { Docked, PlatformCaseContext } from './case.ts'
import type { PlatformInterposer } from './interposer.ts'
import { type ArrivedRequest, type KitAgentSettings, openKitAgent } from './kit-agent.ts'
import { bytesOf, type KitParty, kitParty, type PartyLine } from './party.ts'
import { kitOperation, kitPublication, kitResource, purposes } from './publication.ts'
import { requestRecord } from './request-record.ts'
import { httpWire, type PlatformWire } from './wire.ts'

/** What one run on a platform shares: parties cannot be removed again, so there are few of them. */
export interface PlatformRun {
  readonly url: string
  readonly adminToken: Secret | undefined
  readonly agent: KitAgentSettings
  readonly requestTimeoutMs: number
  readonly shiftClock: ((ms: number) => void | Promise<void>) | undefined
  readonly interpose: (() => PlatformInterposer) | undefined
  readonly parties: Map<string, KitParty>
  readonly name: string
  made: number
}

/** A name for a run, in the names of all that it makes. */
export function runName(): string {
  return randomBytes(5).toString('hex')
}

/** A context whose publications, grants and agents are remembered. */
export function platformCaseContext(run: PlatformRun, random: Random): Opened<PlatformCaseContext> {
  const ending: (() => Promise<void>)[] = []
  const notes: Note[] = []
  const record = requestRecord()
  const line = httpWire(run.url, run.requestTimeoutMs)
  const interposer = run.interpose?.() ?? {}
  const wire: PlatformWire = {
    send: (request) => {
      record.add(request)
      return interposer.answer === undefined ? line.send(request) : interposer.answer(request, line.send)
    },
    cut: (request) => {
      record.add(request)
      return interposer.cut === undefined ? line.cut(request) : interposer.cut(request, line.cut)
    },
  }
  let shiftedMs = 0
  const now = (): number => Date.now() + shiftedMs
  const partyLine: PartyLine = { now, send: wire.send, prefix: new URL(run.url).pathname.replace(/\/$/, '') }
  const shift = run.shiftClock
  // What is given back goes past a defect: the platform is left as it was found whatever stands in between.
  const cleaning = administrator(run.adminToken, line.send)
  const replay = new MemoryReplayStore()
  const context: PlatformCaseContext = {
    random,
    wire,
    line: partyLine,
    now,
    administrator: administrator(run.adminToken, wire.send),
    shiftClock:
      shift === undefined
        ? undefined
        : async (ms) => {
            shiftedMs = ms
            await shift(ms)
          },
    send: ({ method = 'GET', path, headers = {}, body = new Uint8Array(), declaredBytes }) =>
      wire.send({ method, path, headers, body, ...(declaredBytes === undefined ? {} : { declaredBytes }) }),
    keys: async () => {
      const answer = await context.send({ path: '/.well-known/jwks.json' })
      return importJwks(documentOf(answer, "the platform's keys"))
    },
    enrol: async (kind, clearance) => {
      const id = context.freshName(kind)
      const request = { kind, id, title: id, ...(clearance === undefined ? {} : { clearance }) }
      const code = await context.administrator.enrolmentCode(request)
      const key = generateKey(id)
      const body = bytesOf({ code, id, publicKey: exportPublicJwk(key) })
      expectSuccess(await context.send({ method: 'POST', path: '/api/enrol', body }), `the enrolment of a ${kind}`)
      return kitParty({ id, kind, key, ...(clearance === undefined ? {} : { clearance }) }, partyLine)
    },
    system: () => shared('system'),
    consumer: () => shared('consumer', 3),
    docked: async (change = {}, own) => {
      const system = own ?? (await context.system())
      const agent = await context.agent()
      const [resource, operation] = [context.freshName('resource'), context.freshName('operation')]
      const entries = { resources: [kitResource(resource)], operations: [kitOperation(operation)] }
      const publication = kitPublication(system.id, entries, { agentUrl: agent.url, ...change })
      const docked: Docked = {
        system,
        agent,
        resource,
        operation,
        publication,
        publish: (content) => system.send('PUT', `/api/catalogue/${system.id}`, content),
        deliver: (stream, number, content, rows) => {
          const counted = rows ?? Buffer.from(content).toString().split('\n').filter(Boolean).length
          const path = `/api/exchange/${system.id}/${resource}/${stream}/${number}`
          return system.send('PUT', path, content, { headers: { 'berth-rows': String(counted) } })
        },
      }
      context.atEnd(async () => {
        const nothing = bytesOf(kitPublication(system.id, { resources: [], operations: [] }))
        const path = `/api/catalogue/${system.id}`
        const headers = { 'content-type': 'application/json', 'berth-signature': system.sign('PUT', path, nothing) }
        await line.send({ method: 'PUT', path, body: nothing, headers })
      })
      expectSuccess(await docked.publish(publication), 'publishing a resource and an operation')
      return docked
    },
    grant: async (docked, consumer, change = {}) => {
      const issued = await context.administrator.issueGrant({
        consumer: consumer.id,
        resource: `${docked.system.id}/${docked.resource}`,
        items: ['personId', 'name'],
        clearance: 3,
        purpose: purposes[0],
        ...change,
      })
      context.atEnd(() => cleaning.revokeGrant(issued.id))
      return issued
    },
    ask: (docked, consumer, { purpose = purposes[0], values = { personId: '1' }, body, ...sending } = {}) =>
      consumer.send(
        'POST',
        `/api/ask/${docked.system.id}/${docked.resource}`,
        body ?? { purpose, by: values },
        sending,
      ),
    submit: (docked, consumer, key, { purpose = purposes[0], values = { reason: 'kit' }, body, ...sending } = {}) =>
      consumer.send('POST', `/api/submit/${docked.system.id}/${docked.operation}`, body ?? { purpose, input: values }, {
        ...sending,
        headers: { ...(key === undefined ? {} : { 'idempotency-key': key }), ...sending.headers },
      }),
    verified: async (docked, request) => {
      const keys = await context.keys()
      const keyOf = (id: string): typeof keys => keys.filter((key) => key.id === id)
      try {
        const token = request.headers['berth-signature']
        const { issuer } = await verifyRequest(token, request, { now: now(), replay, keyOf })
        return { issuer, grant: await grantOf(request, keys, docked) }
      } catch (error) {
        if (!BerthError.is(error)) throw error
        throw new ConformanceFailure(
          `an agent would refuse what the platform forwarded: ${error.code}, ${error.text('en')}`,
        )
      }
    },
    agent: async () => {
      const agent = await openKitAgent(run.agent, interposer.arriving ?? ((request) => request))
      context.atEnd(agent.close)
      return agent
    },
    freshName: (prefix) => `kit-${prefix}-${run.name}-${++run.made}`,
    canary: () => `canary${++run.made}x${random.below(1_000_000_000)}`,
    atEnd: (work) => void ending.push(work),
    note: (note) => void notes.push(note),
  }

  function grantOf(
    request: ArrivedRequest,
    keys: Parameters<typeof verifyGrant>[1],
    docked: Docked,
  ): ReturnType<typeof verifyGrant> {
    const { purpose } = JSON.parse(Buffer.from(request.body).toString()) as { readonly purpose: string }
    const target = request.path.includes('/operations/') ? docked.operation : docked.resource
    const use = { now: now(), system: docked.system.id, resource: `${docked.system.id}/${target}`, purpose }
    return verifyGrant(request.headers['berth-grant'] ?? '', keys, use)
  }

  /** The party of this run, enrolled when it is first needed; its requests go over the line of this case. */
  async function shared(kind: KitParty['kind'], clearance?: Grade): Promise<KitParty> {
    const known = run.parties.get(kind) ?? (await context.enrol(kind, clearance))
    run.parties.set(kind, known)
    return kitParty(known, partyLine)
  }

  const end = async (): Promise<void> => {
    const failures: unknown[] = []
    if (shiftedMs !== 0) await context.shiftClock?.(0).catch((error: unknown) => failures.push(error))
    for (const work of ending.toReversed()) await work().catch((error: unknown) => failures.push(error))
    line.close()
    if (failures.length > 0) throw failures[0]
  }
  return { context, notes, input: record.last, end }
}
