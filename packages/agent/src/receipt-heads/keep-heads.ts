import { setTimeout as pause } from 'node:timers/promises'
import { currentSigner, type HeadAnchor, type ReceiptHead, type SignerSource, signHeadBy } from '@berth/trust'
import type { StatePort } from '../state/state-port.ts'

/** How the heads of a chain of receipts are kept. */
export interface KeepHeadsOptions {
  readonly state: Pick<StatePort, 'receiptKeeping'>
  /** The docking's own key, or what signs for it; its id names the chain. */
  readonly key: SignerSource
  /** A head is signed when this many receipts were written since the last. @default 10000 */
  readonly everyReceipts?: number
  /** A head is signed when this long passed since the last, and a receipt was written. In milliseconds. @default 60000 */
  readonly everyMs?: number
  /** Shows a head to the platform. Absent: heads are not anchored. */
  readonly anchor?: (head: ReceiptHead, signal: AbortSignal) => Promise<HeadAnchor>
  /** Told of what went wrong; it is tried again. */
  readonly onFailure?: (failure: unknown) => void
}

/** How often it is looked at what was written, and how long the last anchor may take when it ends. */
const [lookMs, lastMs] = [1000, 5000]

/**
 * Signs the end of the chain again and again, and shows it to the platform, until it is disposed; then once more. Signing a line
 * each would cost more than writing it: one signature covers all receipts before it.
 */
export function keepHeads(options: KeepHeadsOptions): AsyncDisposable {
  const { everyReceipts = 10_000, everyMs = 60_000, onFailure } = options
  const stop = new AbortController()
  let shownAt = 0
  const look = async (): Promise<void> => {
    const [last, head] = await Promise.all([
      options.state.receiptKeeping.last(),
      options.state.receiptKeeping.lastHead(),
    ])
    const written = (last?.number ?? 0) - (head?.number ?? 0)
    const passed = Date.now() - Math.max(shownAt, head === undefined ? 0 : Date.parse(head.at)) >= everyMs
    const due = written >= everyReceipts || (written > 0 && passed)
    const unseen = options.anchor !== undefined && head !== undefined && head.anchor === undefined && passed
    if (!due && !unseen) return
    shownAt = Date.now()
    await signedHead(options, stop.signal)
  }
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await look().catch((failure: unknown) => stop.signal.aborted || onFailure?.(failure))
      await pause(Math.min(lookMs, everyMs), undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
      await signedHead(options, AbortSignal.timeout(lastMs)).catch((failure: unknown) => onFailure?.(failure))
    },
  }
}

/**
 * Signs where the chain stands, keeps that, and shows it to the platform. Undefined: there is no receipt. Rejects as the state does,
 * and as `anchor` does, the signed head being kept by then.
 */
export async function signedHead(
  { state, key, anchor }: Pick<KeepHeadsOptions, 'state' | 'key' | 'anchor'>,
  signal: AbortSignal,
): Promise<ReceiptHead | undefined> {
  const { receiptKeeping } = state
  const last = await receiptKeeping.last()
  if (last === undefined) return undefined
  const newest = await receiptKeeping.lastHead()
  const signer = await currentSigner(key)
  const known = newest?.number === last.number && newest.hash === last.hash && newest.chain === signer.id
  const at = new Date().toISOString()
  const head = known
    ? newest
    : await signHeadBy(signer, { chain: signer.id, number: last.number, hash: last.hash, at }, { signal })
  if (!known) await receiptKeeping.keepHead(head)
  if (anchor === undefined || head.anchor !== undefined) return head
  const anchored = { ...head, anchor: await anchor(head, signal) }
  await receiptKeeping.keepHead(anchored)
  return anchored
}
