import { anchorHolds, generateKey, type HeadAnchor, type ReceiptHead, type SigningKey, signHead } from '@berth/trust'
import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess } from '../answers.ts'
import type { PlatformCase, PlatformCaseContext } from '../case.ts'
import type { KitParty } from '../party.ts'

const path = '/api/anchors'

/** A system, and a number of its chain behind those of the cases before. Undefined: this platform keeps no anchors. */
async function chain(context: PlatformCaseContext): Promise<{ system: KitParty; from: number } | undefined> {
  const system = await context.system()
  if ((await system.send('GET', path, '')).status === 404) {
    context.note({
      zh: '平台不保存存证锚点（对 /api/anchors 回答 404），部门存证链被整体重做时无从发现',
      en: 'the platform keeps no anchors (it answers 404 at /api/anchors), so that a chain that was made anew is not found out',
    })
    return undefined
  }
  const made = Number(context.freshName('head').split('-').at(-1))
  return { system, from: made * 10 }
}

function head({ now }: PlatformCaseContext, key: SigningKey, number: number, fill: string): ReceiptHead {
  return signHead(key, { chain: key.id, number, hash: fill.repeat(64), at: new Date(now()).toISOString() })
}

async function shown(system: KitParty, head: ReceiptHead): Promise<HeadAnchor> {
  return expectSuccess(
    await system.send('POST', path, head),
    'the head of a chain of receipts',
  ) as unknown as HeadAnchor
}

async function headsAfter(party: KitParty, after: number, limit = 2): Promise<readonly ReceiptHead[]> {
  const answer = await party.send('GET', `${path}?after=${after}&limit=${limit}`, '')
  const { heads } = expectSuccess(answer, 'the heads that a system showed')
  expectThat(Array.isArray(heads), 'the answer of the heads that a system showed has no list as "heads"')
  return heads as readonly ReceiptHead[]
}

/** Where the chains of systems stood, as the platform keeps it. */
export const anchorCases: readonly PlatformCase[] = [
  {
    id: 'anchors/kept',
    clause: 'PLT-22',
    run: async (context) => {
      const made = await chain(context)
      if (made === undefined) return
      const { system, from } = made
      const first = head(context, system.key, from, 'a')
      const anchor = await shown(system, first)
      expectThat(
        anchorHolds({ ...first, anchor }, await context.keys()),
        'the word on a head is not signed by the platform for that head',
      )
      const offMs = Math.abs(Date.parse(anchor.at) - context.now())
      expectThat(offMs < 60_000, `the time at which a head was seen is ${Math.round(offMs / 1000)} s off`)
      expectEqual(await shown(system, first), anchor, 'the word on a head that is shown again')
      expectEqual(await headsAfter(system, from - 1, 1), [{ ...first, anchor }], 'the head as it comes back')
    },
  },
  {
    id: 'anchors/conflict',
    clause: 'PLT-22',
    run: async (context) => {
      const made = await chain(context)
      if (made === undefined) return
      const { system, from } = made
      const first = head(context, system.key, from, 'a')
      const anchor = await shown(system, first)
      const other = await system.send('POST', path, head(context, system.key, from, 'b'))
      expectRefused(other, ['ANCHOR_CONFLICT'], 'another hash under a number that was shown')
      expectEqual(await headsAfter(system, from - 1, 1), [{ ...first, anchor }], 'the head behind such a try')
    },
  },
  {
    id: 'anchors/refused',
    clause: 'PLT-22',
    run: async (context) => {
      const made = await chain(context)
      if (made === undefined) return
      const { system, from } = made
      const own = head(context, system.key, from, 'a')
      const wrong: readonly (readonly [string, unknown, readonly string[]])[] = [
        ['signed by another key', head(context, generateKey(system.id), from, 'a'), ['SIGNATURE_INVALID']],
        ['whose number was changed', { ...own, number: from + 1 }, ['SIGNATURE_INVALID']],
        [
          "of another's chain",
          head(context, generateKey(context.freshName('other')), from, 'a'),
          ['PARAMETER_INVALID', 'SIGNATURE_INVALID'],
        ],
        ['with the number 0', head(context, system.key, 0, 'a'), ['PARAMETER_INVALID']],
        ['without a hash', { ...own, hash: 'none' }, ['PARAMETER_INVALID']],
      ]
      for (const [what, document, codes] of wrong) {
        expectRefused(await system.send('POST', path, document), codes, `a head ${what}`)
      }
      const consumer = await context.consumer()
      expectRefused(await consumer.send('POST', path, own), ['SYSTEM_UNKNOWN'], 'a head shown by a consumer')
      expectEqual(await headsAfter(system, from - 1, 1), [], 'the heads that are kept of those that were refused')
    },
  },
  {
    id: 'anchors/own-pages',
    clause: 'PLT-22',
    run: async (context) => {
      const made = await chain(context)
      if (made === undefined) return
      const { system, from } = made
      for (const number of [from, from + 1, from + 5]) await shown(system, head(context, system.key, number, 'c'))
      const pages = [await headsAfter(system, from - 1), await headsAfter(system, from + 1, 1)]
      expectEqual(
        pages.map((page) => page.map(({ number }) => number - from)),
        [[0, 1], [5]],
        'the numbers of three heads, in a page of two and the one behind it, counted from the first',
      )
      expectEqual(await headsAfter(await context.enrol('system'), 0), [], 'heads that come to another system')
    },
  },
]
