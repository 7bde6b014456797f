import { isDeepStrictEqual } from 'node:util'
import { BerthError, type Value } from '@berth/core'
import { issueGrant } from '@berth/trust'
import { expectThat } from '../../run/expect.ts'
import { grantFor } from '../asking.ts'
import type { DockingCase, DockingContext } from '../case.ts'
import { askable, type OperationOutline } from '../outline.ts'
import { oneQuestion } from '../questions.ts'
import type { SystemCall } from '../system-calls.ts'

/** Longer than any hours are closed: what may not wait so long is refused. */
const twoWeeksMs = 14 * 24 * 3_600_000

/** A system that is away. */
function away({ call }: SystemCall): void {
  if (call === 'open' || call === 'lookup') throw new BerthError('CONNECT_REFUSED', { host: 'kit', port: 1 })
}

/** A system that is closed, or away. */
export const outageCases: readonly DockingCase[] = [
  {
    id: 'outages/outside-hours',
    clause: 'AVL-1',
    needs: 'hours',
    run: async (context) => {
      const { closedAt = 0 } = context.subject
      const trial = await context.start({ now: () => closedAt })
      for (const resource of askable(context.subject.manifest)) {
        const question = await oneQuestion(context, resource)
        if (question === undefined) continue
        const { status, headers, body } = await trial.ask({ resource, by: question.by })
        const code = resource.provide.parameter.offline === 'replica' ? 'REPLICA_MISSING' : 'OUTSIDE_HOURS'
        expectThat(
          status === 503 && body.code === code && Number(headers['retry-after']) > 0,
          `${resource.id} outside the system's hours: expected 503 ${code} with the time to return, got ${status} ${body.code ?? ''}, retry-after ${headers['retry-after'] ?? 'none'}`,
        )
      }
      const touched = trial.calls.find(({ call }) => call !== 'ping')
      expectThat(touched === undefined, `outside its hours the system is asked: ${touched?.call}`)
    },
  },
  {
    id: 'outages/says-so',
    clause: 'AVL-1',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start({ onCall: away })
      for (const resource of askable(context.subject.manifest)) {
        const question = await oneQuestion(context, resource)
        if (question === undefined || resource.provide.parameter.offline === 'replica') continue
        const { status, headers, body } = await trial.ask({ resource, by: question.by })
        expectThat(
          status === 503 && body.action === 'retry' && Number(headers['retry-after']) > 0,
          `${resource.id} while its system is away: expected 503 and when to try again, got ${status} ${body.code ?? `with ${body.rows?.length} rows`}, retry-after ${headers['retry-after'] ?? 'none'}`,
        )
      }
    },
  },
  {
    id: 'outages/replica',
    clause: 'AVL-1',
    needs: 'replica',
    run: async (context) => {
      let down = false
      const trial = await context.start({
        maxRows: 200,
        onCall: (call) => {
          if (down) away(call)
        },
      })
      for (const resource of askable(context.subject.manifest)) {
        const question = await oneQuestion(context, resource)
        if (question === undefined || resource.provide.parameter.offline !== 'replica') continue
        down = false
        const before = context.now()
        await trial.running.refresh(resource.id)
        const after = context.now()
        const live = await trial.ask({ resource, by: question.by })
        down = true
        const { status, body } = await trial.ask({ resource, by: question.by })
        const what = `${resource.id} while its system is away`
        expectThat(status === 200, `${what}: expected an answer of its replica, got ${status} ${body.code ?? ''}`)
        const asOf = Date.parse(body.asOf ?? '')
        expectThat(
          asOf >= before - 1000 && asOf <= after + 1000,
          `${what}: the answer does not say of what time its data are, it says ${body.asOf ?? 'nothing'}`,
        )
        expectThat(
          isDeepStrictEqual(body.items, live.body.items) && isDeepStrictEqual(body.withheld, live.body.withheld),
          `${what}: the replica gives ${body.items?.join(', ')}, and the system gave ${live.body.items?.join(', ')}`,
        )
        const rows = body.rows?.length ?? 0
        const least = Math.min(question.found, resource.provide.parameter.limit)
        expectThat(rows >= least, `${what}: the replica has ${rows} of ${least} rows`)
      }
    },
  },
  {
    id: 'outages/queue',
    clause: 'AVL-1',
    needs: 'queue',
    run: async (context) => {
      const trial = await context.start({ onCall: away })
      for (const operation of Object.values(context.subject.manifest.operations)) {
        if (operation.accept.parameter.offline !== 'queue') continue
        const submission = submissionTo(context, operation)
        if (submission === undefined) {
          context.note({
            zh: `停机时向 ${operation.id} 提交：无法编造可用的值`,
            en: `a submission to ${operation.id} during an outage: no value can be made up for it`,
          })
          continue
        }
        const { path, body, headers } = submission
        const first = await trial.send({ path, body }, { headers })
        const what = `${operation.id} while its system is away`
        expectThat(
          first.status === 202,
          `${what}: expected 202, kept for later, got ${first.status} ${first.body.code ?? ''}`,
        )
        await trial.running.restart({ platform: context.platform, onCall: away, now: () => context.now() })
        const asking = { path: `${path}/submission`, body: JSON.stringify({ purpose: submission.purpose }) }
        const known = await trial.send(asking, { headers })
        expectThat(
          known.status === 200 && known.text.includes('"queued"'),
          `${what}: the submission that was taken in is not known any more after a restart: ${known.status} ${known.body.code ?? known.text}`,
        )
        const again = await trial.send({ path, body }, { headers })
        expectThat(
          again.status < 300 && again.text.includes('"repeated":true'),
          `${what}: sent again under its key it is taken for another one`,
        )
      }
    },
  },
]

interface Submission {
  readonly path: string
  readonly body: string
  readonly purpose: string
  readonly headers: Readonly<Record<string, string>>
}

function submissionTo(
  { subject, platform, random, now }: DockingContext,
  operation: OperationOutline,
): Submission | undefined {
  const input: Record<string, Value> = {}
  for (const item of operation.input) {
    const value = subject.madeUp(item, random.below(900))
    if (value === undefined && item.required) return undefined
    if (value !== undefined) input[item.id] = value
  }
  const purpose = operation.purposes[0] ?? 'conformance'
  const terms = grantFor(subject.manifest.system.id, operation.id, purpose)
  const grant = issueGrant(platform, {
    ...terms,
    items: operation.input.map(({ id }) => id),
    clearance: 'core',
    expiresAt: now() + twoWeeksMs,
  })
  return {
    path: `/operations/${operation.id}`,
    body: JSON.stringify({ purpose, input }),
    purpose,
    headers: { 'berth-grant': grant, 'idempotency-key': `kit-${random.seed}-${operation.id}` },
  }
}
