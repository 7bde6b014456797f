import { createHash } from 'node:crypto'
import type { Receipt } from '@berth/core'
import { verifyReceipts } from '@berth/trust'
import { expectThat } from '../../run/expect.ts'
import type { Asked } from '../asking.ts'
import type { DockingCase, DockingContext, Trial } from '../case.ts'
import { askable, deliverable } from '../outline.ts'
import { oneQuestion } from '../questions.ts'

/** The record of what was given and refused. */
export const receiptCases: readonly DockingCase[] = [
  {
    id: 'receipts/one-for-each',
    clause: 'LOG-1',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      const asked = await everyKind(context, trial)
      const receipts = await trial.receipts()
      const told = `${asked.length} questions that a platform signed left ${receipts.length} receipts`
      expectThat(receipts.length === asked.length, `${told}; each leaves one, whatever comes of it`)
      for (const [index, { what, answer }] of asked.entries()) expectTold(what, answer, receipts[index])
    },
  },
  {
    id: 'receipts/chained',
    clause: 'LOG-1',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      const asked = await everyKind(context, trial)
      const receipts = await trial.receipts()
      const verdict = verifyReceipts(receipts)
      expectThat(
        verdict.ok,
        `the chain of receipts does not hold at ${'number' in verdict ? `${verdict.number}, ${verdict.problem}` : ''}`,
      )
      for (const { what, answer } of asked) {
        const { receipt } = answer.body
        if (receipt === undefined) continue
        const found = receipts[receipt.number - 1]
        expectThat(
          found?.hash === receipt.hash,
          `${what}: the answer names receipt ${receipt.number}, and the chain holds another one there`,
        )
      }
    },
  },
  {
    id: 'receipts/tampered',
    clause: 'LOG-1',
    needs: 'parameter',
    run: async (context) => {
      const trial = await context.start()
      await everyKind(context, trial)
      const receipts = [...(await trial.receipts())]
      const head = receipts.at(-1)
      if (head === undefined)
        return context.note({ zh: '篡改存证：没有存证', en: 'tampering with receipts: there are none' })
      const { verify } = context.subject
      const at = context.random.below(receipts.length)
      const tampered: readonly (readonly [string, readonly Receipt[]])[] = [
        [
          'one is altered',
          receipts.map((receipt, index) => (index === at ? { ...receipt, rows: receipt.rows + 1 } : receipt)),
        ],
        [
          'a withheld item is struck out',
          receipts.map((receipt, index) => (index === at ? { ...receipt, withheld: [], items: ['kit'] } : receipt)),
        ],
        ['one is deleted', receipts.filter((_, index) => index !== at)],
        ['the last one is cut off', receipts.slice(0, -1)],
        ['two change places', swapped(receipts)],
      ]
      expectThat(verify(receipts, head), 'the verifier of receipts does not take the chain as it is')
      for (const [what, chain] of tampered) {
        expectThat(!verify(chain, head), `the verifier of receipts takes a chain of which ${what}`)
      }
    },
  },
  {
    id: 'receipts/deliveries',
    clause: 'LOG-1',
    needs: 'bulk',
    run: async (context) => {
      const { running } = await context.start({ maxRows: 200 })
      for (const { resource } of deliverable(context.subject.manifest)) {
        const before = (await running.receipts()).length
        const { rows } = await running.deliver(resource.id)
        const written = (await running.receipts()).slice(before)
        const told = written.reduce((sum, receipt) => sum + receipt.rows, 0)
        const shown = (await running.shown(resource.id)).length
        expectThat(
          told === rows && (rows === 0 || written.some(({ outcome }) => outcome === 'delivered')),
          `a delivery of ${resource.id}: ${shown} records, and ${written.length} receipts of ${told} rows`,
        )
      }
    },
  },
]

interface AskedKind {
  readonly what: string
  readonly answer: Asked
}

/** Each resource answered, refused and failed. */
async function everyKind(context: DockingContext, trial: Trial): Promise<AskedKind[]> {
  const asked: AskedKind[] = []
  for (const resource of askable(context.subject.manifest)) {
    const question = await oneQuestion(context, resource)
    if (question === undefined) continue
    const { by } = question
    const add = async (what: string, answer: Promise<Asked>): Promise<void> =>
      void asked.push({ what: `${resource.id} ${what}`, answer: await answer })
    await add('asked', trial.ask({ resource, by }))
    await add('asked with clearance 1', trial.ask({ resource, by, clearance: 1 }))
    await add('asked for another purpose', trial.ask({ resource, by }, { grant: { purpose: 'kit-other' } }))
    await add('asked without a grant', trial.ask({ resource, by }, { headers: { 'berth-grant': '' } }))
    await add('asked by nothing', trial.ask({ resource, by: {} }))
  }
  return asked
}

function expectTold(what: string, { status, body, text, request }: Asked, receipt: Receipt | undefined): void {
  const outcome = status === 200 ? ['answered'] : ['refused', 'failed']
  expectThat(
    receipt !== undefined &&
      outcome.includes(receipt.outcome) &&
      receipt.code === (status === 200 ? undefined : body.code),
    `${what}: the answer is ${status} ${body.code ?? ''}, and its receipt says ${receipt?.outcome} ${receipt?.code ?? ''}`,
  )
  if (status !== 200 || receipt === undefined) return
  const { consumer, grant, purpose, basis, rows, digest, question } = receipt
  const named = { consumer, grant, purpose, basis }
  const missing = Object.entries(named).find(([, value]) => value === undefined || value === '')
  expectThat(missing === undefined, `${what}: its receipt names no ${missing?.[0]}`)
  expectThat(
    rows === body.rows?.length,
    `${what}: the answer has ${body.rows?.length} rows, and its receipt says ${rows}`,
  )
  const given = rowsText(text)
  const told = createHash('sha256').update(given).digest('hex')
  expectThat(digest === told, `${what}: the digest in its receipt is not that of the rows that were given`)
  const asked = createHash('sha256')
    .update(request.body ?? '')
    .digest('hex')
  expectThat(
    question === undefined || question === asked,
    `${what}: its receipt is bound to another question than was asked`,
  )
}

/** The bytes of the rows as they stand in an answer. */
function rowsText(answer: string): string {
  const start = answer.indexOf('"rows":') + '"rows":'.length
  return answer.slice(start, answer.lastIndexOf(',"more":'))
}

function swapped(receipts: readonly Receipt[]): readonly Receipt[] {
  const [first, second, ...rest] = receipts
  return first === undefined || second === undefined ? [] : [second, first, ...rest]
}
