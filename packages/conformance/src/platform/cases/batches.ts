import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess, told } from '../answers.ts'
import type { Docked, PlatformCase, PlatformCaseContext } from '../case.ts'
import type { PlatformAnswer } from '../wire.ts'

/** Lines with values of the kit's own. */
function lines(context: PlatformCaseContext, count: number): string {
  return Array.from({ length: count }, () => `${JSON.stringify({ personId: context.canary(), name: '甲' })}\n`).join('')
}

function taken(answer: PlatformAnswer, what: string): { number: unknown; repeated: unknown; receipt: unknown } {
  const { number, repeated, receipt } = expectSuccess(answer, what)
  return { number, repeated, receipt }
}

/** The receipts about the resource of a case, of one batch. */
async function receiptsOf(
  context: PlatformCaseContext,
  docked: Docked,
  reference: string,
  after: number,
): Promise<unknown[]> {
  const resource = `${docked.system.id}/${docked.resource}`
  const receipts = await context.administrator.receiptsAfter(after)
  return receipts.filter((receipt) => receipt.resource === resource && receipt.reference === reference)
}

function numberOf(receipt: unknown): number {
  return Number((receipt as { readonly number?: unknown } | undefined)?.number)
}

/** The order of batches, and what comes twice. */
export const batchCases: readonly PlatformCase[] = [
  {
    id: 'batches/order',
    clause: 'PLT-6',
    run: async (context) => {
      const docked = await context.docked()
      for (const number of [1, 2, 3]) {
        const { receipt, ...answer } = taken(await docked.deliver('full', number, lines(context, 2)), `batch ${number}`)
        expectEqual(answer, { number, repeated: false }, `what batch ${number} is answered`)
        expectThat(Number.isSafeInteger(numberOf(receipt)), `batch ${number} is answered without a receipt's number`)
      }
      const other = taken(await docked.deliver('other', 1, lines(context, 1)), 'the first batch of another stream')
      expectEqual(other.repeated, false, '"repeated" of the first batch of another stream')
    },
  },
  {
    id: 'batches/repeated',
    clause: 'PLT-6',
    run: async (context) => {
      const docked = await context.docked()
      const content = lines(context, 2)
      const first = taken(await docked.deliver('full', 1, content), 'a batch')
      const again = taken(await docked.deliver('full', 1, content), 'the same batch again')
      expectEqual(again, { ...first, repeated: true }, 'what a batch that came before is answered')
      const receipts = await receiptsOf(context, docked, 'full/1', numberOf(first.receipt) - 1)
      expectEqual(receipts.length, 1, 'how many receipts a batch that came twice has')
    },
  },
  {
    id: 'batches/conflict',
    clause: 'PLT-6',
    run: async (context) => {
      const docked = await context.docked()
      const content = lines(context, 1)
      taken(await docked.deliver('full', 1, content), 'a batch')
      const other = await docked.deliver('full', 1, lines(context, 1))
      expectRefused(other, ['BATCH_CONFLICT'], 'other bytes under a number that came before')
      const { repeated } = taken(await docked.deliver('full', 1, content), 'the first bytes again')
      expectEqual(repeated, true, '"repeated" of the bytes that came first')
    },
  },
  {
    id: 'batches/gap',
    clause: 'PLT-6',
    run: async (context) => {
      const docked = await context.docked()
      taken(await docked.deliver('full', 1, lines(context, 1)), 'batch 1')
      expectRefused(
        await docked.deliver('full', 3, lines(context, 1)),
        ['BATCH_OUT_OF_ORDER'],
        'batch 3 behind batch 1',
      )
      expectRefused(
        await docked.deliver('late', 2, lines(context, 1)),
        ['BATCH_OUT_OF_ORDER'],
        'a stream that begins with 2',
      )
      for (const number of [2, 3]) {
        const { repeated } = taken(
          await docked.deliver('full', number, lines(context, 1)),
          `batch ${number}, in its turn`,
        )
        expectEqual(repeated, false, `"repeated" of batch ${number}, which was refused before its turn or never came`)
      }
    },
  },
  {
    id: 'batches/numbers',
    clause: 'PLT-6',
    run: async (context) => {
      const docked = await context.docked()
      for (const number of ['0', '-1', '01', '1.0', '1e0', '9007199254740993', 'one']) {
        const answer = await docked.deliver('numbers', number, lines(context, 1))
        expectRefused(answer, ['PARAMETER_INVALID'], `a batch of the number ${number}`)
      }
    },
  },
  {
    id: 'batches/together',
    clause: 'PLT-6',
    run: async (context) => {
      const docked = await context.docked()
      const content = lines(context, 2)
      const answers = await Promise.all(Array.from({ length: 8 }, () => docked.deliver('crowd', 1, content)))
      const all = answers.map((answer) => taken(answer, 'one of eight copies of a batch at the same time'))
      const fresh = all.filter(({ repeated }) => repeated === false).length
      expectEqual(fresh, 1, 'of eight copies of a batch at the same time, those taken in as new')
      expectEqual(
        new Set(all.map(({ receipt }) => numberOf(receipt))).size,
        1,
        'how many receipts they are answered with',
      )
    },
  },
  {
    id: 'batches/cut',
    clause: 'PLT-8',
    level: 'standard',
    run: async (context) => {
      const docked = await context.docked()
      const [first, second] = [lines(context, 1), lines(context, 1)]
      const content = first + second
      const path = `/api/exchange/${docked.system.id}/${docked.resource}/cut/1`
      // Signed for what arrives: nothing but the missing end gives the cut away.
      const headers = { 'berth-rows': '1', 'berth-signature': docked.system.sign('PUT', path, first) }
      const declaredBytes = Buffer.byteLength(content)
      await context.wire.cut({ method: 'PUT', path, headers, body: Buffer.from(first), declaredBytes })
      const { repeated, receipt } = taken(
        await docked.deliver('cut', 1, content),
        'the whole batch, behind one that was cut',
      )
      expectEqual(repeated, false, '"repeated" of the whole batch, behind one that was cut in the middle')
      const [kept] = await receiptsOf(context, docked, 'cut/1', numberOf(receipt) - 1)
      expectEqual((kept as { rows?: unknown } | undefined)?.rows, 2, 'the rows in the receipt of the whole batch')
    },
  },
  {
    id: 'batches/too-large',
    clause: 'PLT-8',
    level: 'standard',
    run: async (context) => {
      const docked = await context.docked()
      const path = `/api/exchange/${docked.system.id}/${docked.resource}/huge/1`
      const answer = await context.send({
        method: 'PUT',
        path,
        headers: { 'berth-rows': '1', 'berth-signature': docked.system.sign('PUT', path, '') },
        declaredBytes: 1_099_511_627_776,
      })
      expectRefused(answer, ['REQUEST_TOO_LARGE'], `a batch that announces a tebibyte (${told(answer)})`)
    },
  },
]
