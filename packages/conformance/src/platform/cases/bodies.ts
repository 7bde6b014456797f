import { expectEqual } from '../../run/expect.ts'
import { expectRefused, told } from '../answers.ts'
import type { PlatformCase } from '../case.ts'
import { lines, numberOf, receiptsOf, taken } from '../delivered.ts'

/** Bodies that do not arrive whole. */
export const bodyCases: readonly PlatformCase[] = [
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
