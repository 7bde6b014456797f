import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused } from '../answers.ts'
import type { PlatformCase } from '../case.ts'
import { lines, numberOf, receiptsOf, taken } from '../delivered.ts'

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
]
