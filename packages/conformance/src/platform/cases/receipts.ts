import { hash } from 'node:crypto'
import type { Receipt } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext } from '../case.ts'
import type { KitParty } from '../party.ts'
import { purposes } from '../publication.ts'
import { acceptedDocument, agentReceipt, jsonReply, lookupDocument } from '../replies.ts'

type Anchor = Pick<Receipt, 'number' | 'hash'>

interface Recorded {
  readonly docked: Docked
  readonly consumer: KitParty
  readonly resource: string
  /** Where the chain stood when the case began. */
  readonly anchor: Anchor
}

/** A resource that may be asked, and the place in the chain that its first batch has. */
async function recorded(context: PlatformCaseContext): Promise<Recorded> {
  const [docked, consumer] = [await context.docked(), await context.consumer()]
  const resource = `${docked.system.id}/${docked.resource}`
  await context.grant(docked, consumer, { basis: '协议 12 号' })
  docked.agent.answering = () => jsonReply(200, lookupDocument(resource, [{ personId: '1', name: '甲' }]))
  const first = expectSuccess(await docked.deliver('anchor', 1, '{"name":"x"}\n'), 'a batch')
  return { docked, consumer, resource, anchor: first['receipt'] as Anchor }
}

async function receiptsOf({ administrator }: PlatformCaseContext, { resource, anchor }: Recorded): Promise<Receipt[]> {
  return (await administrator.receiptsAfter(anchor.number)).filter((receipt) => receipt.resource === resource)
}

/** What every exchange leaves. */
export const receiptCases: readonly PlatformCase[] = [
  {
    id: 'receipts/one-for-each',
    clause: 'PLT-14',
    run: async (context) => {
      const made = await recorded(context)
      const { docked, consumer } = made
      const line = '{"name":"x"}\n'
      expectSuccess(await docked.deliver('full', 1, line + line), 'a batch')
      expectSuccess(await docked.deliver('full', 1, line + line), 'the same batch again')
      expectRefused(await docked.deliver('full', 3, line), ['BATCH_OUT_OF_ORDER'], 'a batch out of order')
      expectSuccess(await context.ask(docked, consumer), 'a question')
      expectRefused(
        await context.ask(docked, consumer, { purpose: purposes[1] }),
        ['PURPOSE_MISMATCH'],
        'another purpose',
      )
      docked.agent.answering = () => 'cut'
      expectRefused(await context.ask(docked, consumer), ['AGENT_UNREACHABLE'], 'a department that drops the line')
      const receipts = await receiptsOf(context, made)
      expectEqual(
        receipts.map(({ journey, outcome, code, rows }) => [journey, outcome, code ?? 'none', rows]),
        [
          ['exchange', 'delivered', 'none', 2],
          ['exchange', 'refused', 'BATCH_OUT_OF_ORDER', 0],
          ['service', 'answered', 'none', 1],
          ['service', 'refused', 'PURPOSE_MISMATCH', 0],
          ['service', 'failed', 'AGENT_UNREACHABLE', 0],
        ],
        'journey, outcome, code and rows of the receipts of five exchanges, one of them repeated',
      )
    },
  },
  {
    id: 'receipts/chain',
    clause: 'PLT-14',
    run: async (context) => {
      const { docked, consumer, anchor } = await recorded(context)
      for (const number of [1, 2, 3]) expectSuccess(await docked.deliver('full', number, '{"name":"x"}\n'), 'a batch')
      const answer = await context.ask(docked, consumer)
      const told = answer.headers['berth-receipt'] ?? ''
      expectThat(/^[1-9]\d* [0-9a-f]{64}$/.test(told), `the Berth-Receipt of an answer is ${told || 'missing'}`)
      const [number = '', hashed = ''] = told.split(' ')
      const receipts = await context.administrator.receiptsAfter(anchor.number)
      const verdict = verifyReceipts(receipts, { after: anchor, head: { number: Number(number), hash: hashed } })
      expectEqual(
        verdict,
        { ok: true, count: receipts.length },
        'the verdict on the chain, from a batch up to the Berth-Receipt of an answer',
      )
    },
  },
  {
    id: 'receipts/pages',
    clause: 'PLT-14',
    run: async (context) => {
      const { docked, anchor } = await recorded(context)
      for (const number of [1, 2, 3]) expectSuccess(await docked.deliver('full', number, '{"name":"x"}\n'), 'a batch')
      const answer = await context.administrator.call('GET', `/api/receipts?after=${anchor.number}&limit=2`)
      const { receipts } = expectSuccess(answer, 'a page of two receipts')
      const numbers = (receipts as readonly Receipt[]).map(({ number }) => number)
      expectEqual(numbers, [anchor.number + 1, anchor.number + 2], 'the numbers of a page of two receipts')
      for (const query of ['limit=0', 'limit=1001', 'after=-1', 'after=x']) {
        const refused = await context.administrator.call('GET', `/api/receipts?${query}`)
        expectRefused(refused, ['PARAMETER_INVALID'], `receipts with ${query}`)
      }
    },
  },
  {
    id: 'receipts/facts',
    clause: 'PLT-14',
    run: async (context) => {
      const made = await recorded(context)
      const { docked, consumer, resource } = made
      const answer = await context.ask(docked, consumer)
      expectSuccess(answer, 'a question')
      const [receipt] = await receiptsOf(context, made)
      expectEqual(
        [receipt?.consumer, receipt?.purpose, receipt?.basis, receipt?.items, receipt?.withheld, receipt?.rows],
        [
          consumer.id,
          purposes[0],
          '协议 12 号',
          ['personId', 'name'],
          [{ item: 'registeredOn', reason: 'NOT_GRANTED' }],
          1,
        ],
        'consumer, purpose, basis, items, withheld and rows in the receipt of an answer',
      )
      expectEqual(receipt?.counterpart, agentReceipt, "the department's own receipt, in the receipt of its answer")
      expectEqual(receipt?.digest, hash('sha256', answer.body, 'hex'), 'the digest in the receipt of an answer')
      expectEqual(
        receipt?.manifest,
        docked.publication.manifest,
        `the digest of the manifest in the receipt of ${resource}`,
      )
    },
  },
  {
    id: 'receipts/submissions',
    clause: 'PLT-14',
    run: async (context) => {
      const made = await recorded(context)
      const { docked, consumer } = made
      const operation = `${docked.system.id}/${docked.operation}`
      await context.grant(docked, consumer, { resource: operation, items: ['reason'] })
      docked.agent.answering = () => jsonReply(200, acceptedDocument(operation))
      expectSuccess(await context.submit(docked, consumer, context.freshName('key')), 'a submission')
      docked.agent.answering = () => 'cut'
      const lost = await context.submit(docked, consumer, context.freshName('key'))
      expectRefused(lost, ['UNKNOWN_OUTCOME'], 'a submission whose line was dropped')
      const receipts = await receiptsOf(context, { ...made, resource: operation })
      expectEqual(
        receipts.map(({ journey, outcome, code, items }) => [journey, outcome, code ?? 'none', items]),
        [
          ['operation', 'accepted', 'none', ['reason']],
          ['operation', 'failed', 'UNKNOWN_OUTCOME', []],
        ],
        'journey, outcome, code and items of the receipts of two submissions',
      )
    },
  },
  {
    id: 'receipts/strangers',
    clause: 'PLT-14',
    run: async (context) => {
      const made = await recorded(context)
      const { docked, consumer } = made
      for (const signature of [null, 'nonsense']) {
        const answer = await context.ask(docked, consumer, { signature })
        expectRefused(answer, ['SIGNATURE_MISSING', 'SIGNATURE_INVALID'], 'a question that nobody signed')
      }
      expectEqual((await receiptsOf(context, made)).length, 0, 'how many receipts requests that nobody signed leave')
      expectThat(made.anchor.number > 0, 'the first batch is answered without a place in the chain')
    },
  },
]
