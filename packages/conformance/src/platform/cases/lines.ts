import { expectEqual, expectThat } from '../../run/expect.ts'
import { expectRefused, expectSuccess, textOf } from '../answers.ts'
import type { Docked, PlatformCase } from '../case.ts'
import { kitResource } from '../publication.ts'

/** Fails unless each of the contents is refused, without a value in the refusal, and takes no number. */
async function expectAllRefused(
  docked: Docked,
  contents: readonly (readonly [what: string, content: string | Uint8Array, rows: number])[],
  canary: string,
): Promise<void> {
  for (const [what, content, rows] of contents) {
    const answer = await docked.deliver('lines', 1, content, rows)
    expectRefused(answer, ['BATCH_REFUSED'], `a batch with ${what}`)
    expectThat(!textOf(answer).includes(canary), `the refusal of a batch with ${what} prints a value of the data`)
  }
  const good = await docked.deliver('lines', 1, '{"name":"x"}\n', 1)
  const { repeated } = expectSuccess(good, 'a good batch, under the number of refused ones')
  expectEqual(repeated, false, '"repeated" of a good batch, under the number of refused ones')
}

/** What the lines of a batch may hold. */
export const lineCases: readonly PlatformCase[] = [
  {
    id: 'lines/members',
    clause: 'PLT-7',
    run: async (context) => {
      const docked = await context.docked()
      const canary = context.canary()
      const good = `{"personId":"${canary}"}\n`
      await expectAllRefused(
        docked,
        [
          ['a member that is not published', `{"personId":"x","salary":"${canary}"}\n`, 1],
          ['an item that has no grade', `${good}{"remark":"${canary}"}\n`, 2],
          ['a member called like a method of objects', `{"constructor":"${canary}"}\n`, 1],
          ['a member called __proto__', `{"__proto__":"${canary}"}\n`, 1],
          ['a value that is not plain', `{"name":{"a":"${canary}"}}\n`, 1],
        ],
        canary,
      )
    },
  },
  {
    id: 'lines/form',
    clause: 'PLT-7',
    run: async (context) => {
      const docked = await context.docked()
      const canary = context.canary()
      const good = `{"personId":"${canary}"}\n`
      await expectAllRefused(
        docked,
        [
          ['a line that is no JSON', `${good}{"personId":"${canary}\n`, 2],
          ['a line that is a list', `["${canary}"]\n`, 1],
          ['an empty line in the middle', `${good}\n${good}`, 3],
          ['nothing in it', '', 1],
          ['a byte order mark', `\uFEFF${good}`, 1],
        ],
        canary,
      )
    },
  },
  {
    id: 'lines/utf-8',
    clause: 'PLT-7',
    run: async (context) => {
      const docked = await context.docked()
      const canary = context.canary()
      const bad = Buffer.concat([Buffer.from(`{"name":"${canary}`), Buffer.from([0xb0, 0xa1]), Buffer.from('"}\n')])
      await expectAllRefused(docked, [['bytes that are not UTF-8', bad, 1]], canary)
    },
  },
  {
    id: 'lines/count',
    clause: 'PLT-7',
    run: async (context) => {
      const docked = await context.docked()
      const canary = context.canary()
      const good = `{"personId":"${canary}"}\n`
      await expectAllRefused(
        docked,
        [
          ['fewer lines than Berth-Rows says', good, 2],
          ['more lines than Berth-Rows says', good + good, 1],
        ],
        canary,
      )
      const path = `/api/exchange/${docked.system.id}/${docked.resource}/lines/2`
      expectRefused(await docked.system.send('PUT', path, good), ['PARAMETER_MISSING'], 'a batch without Berth-Rows')
    },
  },
  {
    id: 'lines/deletes',
    clause: 'PLT-7',
    run: async (context) => {
      const docked = await context.docked()
      const canary = context.canary()
      await expectAllRefused(
        docked,
        [
          ['a change that is not "delete"', `{"$change":"erase","personId":"${canary}"}\n`, 1],
          ['a delete without a key', '{"$change":"delete"}\n', 1],
        ],
        canary,
      )
      const content = `{"personId":"${canary}"}\n{"$change":"delete","personId":"${canary}"}\n`
      const answer = expectSuccess(await docked.deliver('lines', 2, content), 'a batch with a row and a delete')
      const { number } = (answer['receipt'] ?? {}) as { readonly number?: number }
      const [receipt] = await context.administrator.receiptsAfter(Number(number) - 1)
      expectEqual(receipt?.rows, 2, 'the rows in the receipt of a batch with a row and a delete')
    },
  },
  {
    id: 'lines/not-offered',
    clause: 'PLT-7',
    run: async (context) => {
      const docked = await context.docked()
      const modes = { parameter: { by: [['personId']], limit: 1 } }
      const asked = { ...docked.publication, resources: [kitResource(docked.resource, { modes })] }
      expectSuccess(await docked.publish(asked), 'publishing a resource that may only be asked')
      const answer = await docked.deliver('full', 1, '{"name":"x"}\n')
      expectRefused(answer, ['MODE_NOT_OFFERED'], 'a batch of a resource that is not offered in bulk')
    },
  },
]
