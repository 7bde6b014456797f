import { resolve } from 'node:path'
import type { StatePort } from '@berth/agent'
import type { DockingManifest } from '@berth/manifest'
import { currentSigner, type ReceiptAnchor, signHeadBy } from '@berth/trust'
import { dockingSigner } from '../connections/docking-signer.ts'
import { writeChainFolder } from './chain-folder.ts'
import { dockingChain, dockingKeys } from './docking-chain.ts'
import { chosenPages, isChosen, type ReceiptChoice, type ReceiptPages } from './receipt-pages.ts'

/** What was exported. */
export interface ExportedReceipts {
  readonly count: number
  readonly folder: string
  /** Only some receipts of a range were chosen: they are not chained to each other. */
  readonly excerpt: boolean
}

/** A range of a chain. */
interface Range {
  readonly after?: ReceiptAnchor
  readonly end: ReceiptAnchor
}

/**
 * Writes receipts of a docking into a folder with all that verifying it takes. Chosen by time alone they stay a chain, with a head
 * signed now at their end; chosen by consumer or resource they are an excerpt. Rejects as `writeChainFolder` does.
 */
export async function exportReceipts(
  manifest: DockingManifest,
  state: StatePort,
  choice: ReceiptChoice,
  to: string,
): Promise<ExportedReceipts> {
  const folder = resolve(to)
  const excerpt = choice.consumer !== undefined || choice.resource !== undefined
  const part = await dockingChain(manifest, state)
  const { format, chain } = part.description
  if (excerpt) {
    const receipts = chosenPages(part.receipts, choice)
    const { count } = await writeChainFolder(folder, {
      ...part,
      description: { format, chain, excerpt },
      heads: [],
      receipts,
    })
    return { count, folder, excerpt }
  }
  const range = await rangeOf(part.receipts, choice, part.description.after)
  // A second reading: the first one found where the range begins and ends.
  const again = await dockingChain(manifest, state)
  const signer = await currentSigner(await dockingSigner(manifest))
  const [from, through] = range === undefined ? [0, 0] : [range.after?.number ?? 0, range.end.number]
  const { count } = await writeChainFolder(folder, {
    description: { format, chain, ...(range?.after === undefined ? {} : { after: range.after }) },
    receipts: within(again.receipts, from, through),
    heads: [
      ...again.heads.filter(({ number }) => number > from && number <= through),
      ...(range === undefined
        ? []
        : [await signHeadBy(signer, { chain: signer.id, ...range.end, at: new Date().toISOString() })]),
    ],
    keys: again.keys.length === 0 ? (await dockingKeys(manifest)).keys : again.keys,
    platformKeys: again.platformKeys,
  })
  return { count, folder, excerpt }
}

/** From the first receipt that is chosen to the last. Undefined: none is. */
async function rangeOf(
  pages: ReceiptPages,
  choice: ReceiptChoice,
  after: ReceiptAnchor | undefined,
): Promise<Range | undefined> {
  let before = after
  let range: Range | undefined
  for await (const page of pages) {
    for (const receipt of page) {
      const { number, hash } = receipt
      if (isChosen(receipt, choice)) {
        const end = { number, hash }
        range = range === undefined ? { ...(before === undefined ? {} : { after: before }), end } : { ...range, end }
      }
      before = { number, hash }
    }
  }
  return range
}

async function* within(pages: ReceiptPages, after: number, through: number): ReceiptPages {
  for await (const page of pages) yield page.filter(({ number }) => number > after && number <= through)
}
