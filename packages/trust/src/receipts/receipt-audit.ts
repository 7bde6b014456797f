import type { Receipt } from '@berth/core'
import type { VerificationKey } from '../keys/key.ts'
import { chainStart, commitmentState } from './chain-receipt.ts'
import { MissingRanges } from './missing-ranges.ts'
import { anchorHolds, headHolds, type ReceiptHead } from './receipt-head.ts'
import { isAltered, type ReceiptAnchor } from './verify-receipts.ts'

/**
 * What is wrong with a chain, and where. `altered`: the receipt is not what its own hash says. `unchained`: it does not follow from
 * the one before; one of the two was written anew. `missing`: not there, up to `through`. `moved`: it stands at another `line`.
 * `repeated`: there once more, at `line`. `shape`: what stands at `line` is no receipt. `truncated`: a head from later is known; all
 * from `number` to `through` was cut off. `replaced`: a head says another hash. `head`, `anchor`: a head whose signature, or a
 * platform's word on it, does not hold.
 */
export interface ReceiptFault {
  readonly kind:
    | 'altered'
    | 'unchained'
    | 'missing'
    | 'moved'
    | 'repeated'
    | 'shape'
    | 'truncated'
    | 'replaced'
    | 'head'
    | 'anchor'
  /** The receipt's number, or of `shape` the one that was to be expected. */
  readonly number: number
  /** Of `missing` and `truncated`: the last number of the range. */
  readonly through?: number
  /** Where it stands among what was read, from 1. */
  readonly line?: number
}

/** Up to which number something is proven, and by whose word from when. */
export interface ProvenPlace {
  readonly number: number
  /** An `instant`. */
  readonly at: string
  /** The id of the party whose signature it is. */
  readonly by: string
}

/** What came of auditing a chain. */
export interface ReceiptReport {
  readonly ok: boolean
  /** How many receipts were read. */
  readonly count: number
  /** Of them, those whose personal data was erased. */
  readonly redacted: number
  /** The lowest number that the receipts may have here, 1 where the chain is there from its beginning. */
  readonly first: number
  /** The highest number that was read; one less than `first` where there was none. */
  readonly last: number
  /** In the order in which they were found; at most 1,000. */
  readonly faults: readonly ReceiptFault[]
  /** How many more there were. */
  readonly moreFaults: number
  /** Up to here nobody but the platform could have changed, cut or made anew what is before. Absent: no anchor holds. */
  readonly anchored?: ProvenPlace
  /** Up to here nobody without the key of the chain's party could have. Absent: no head holds. */
  readonly signed?: ProvenPlace
}

export interface AuditOptions {
  /** Where the receipts go on, when what is before was archived elsewhere. Absent: at the beginning. */
  readonly after?: ReceiptAnchor
  /** What is known of the chain from elsewhere. */
  readonly heads?: readonly ReceiptHead[]
  /** A receipt known to have been written, told without a signature. */
  readonly known?: ReceiptAnchor
  /** Keys of the chain's party. Where there are none, no head is believed. */
  readonly keys?: readonly VerificationKey[]
  /** Keys of platforms. */
  readonly platformKeys?: readonly VerificationKey[]
}

/** How many faults are kept. */
const mostFaults = 1000

/**
 * Audits a chain of any length, a receipt at a time, with nothing but the receipts, their heads and public keys (LOG-1). Unlike
 * `verifyReceipts` it goes on behind a fault and locates each.
 */
export class ReceiptAudit {
  readonly #options: AuditOptions
  readonly #missing = new MissingRanges()
  readonly #hashes = new Map<number, Set<string>>()
  readonly #faults: ReceiptFault[] = []
  readonly #first: number
  #more = 0
  #count = 0
  #redacted = 0
  #last: number
  #hash: string

  constructor(options: AuditOptions = {}) {
    this.#options = options
    this.#last = options.after?.number ?? 0
    this.#hash = options.after?.hash ?? chainStart
    this.#first = this.#last + 1
    for (const { number, hash } of [
      ...(options.heads ?? []),
      ...(options.known === undefined ? [] : [options.known]),
    ]) {
      this.#hashes.set(number, (this.#hashes.get(number) ?? new Set()).add(hash))
    }
  }

  /** Takes the next receipt, or whatever stands in its place. */
  add(receipt: unknown): void {
    this.#count++
    const line = this.#count
    if (!isReceipt(receipt)) {
      this.#fault({ kind: 'shape', number: this.#last + 1, line })
      return
    }
    const { number, previous, hash } = receipt
    if (number <= this.#last) this.#behind(receipt, line)
    else {
      if (number > this.#last + 1) {
        this.#missing.add({ from: this.#last + 1, through: number - 1, before: this.#hash, after: previous })
      } else if (previous !== this.#hash) this.#fault({ kind: 'unchained', number, line })
      this.#last = number
      this.#hash = hash
    }
    this.#content(receipt, line)
    for (const known of this.#hashes.get(number) ?? []) {
      if (known !== hash) this.#fault({ kind: 'replaced', number, line })
    }
  }

  /** What came of it; call it when all receipts were taken. */
  report(): ReceiptReport {
    for (const { from, through } of this.#missing.left) this.#fault({ kind: 'missing', number: from, through })
    const { heads = [], known } = this.#options
    const reached = Math.max(0, known?.number ?? 0, ...tops(heads))
    if (reached > this.#last) this.#fault({ kind: 'truncated', number: this.#last + 1, through: reached })
    const proven = this.#proven(heads)
    return {
      ok: this.#faults.length === 0,
      count: this.#count,
      redacted: this.#redacted,
      first: this.#first,
      last: this.#last,
      faults: this.#faults,
      moreFaults: this.#more,
      ...proven,
    }
  }

  #behind(receipt: Receipt, line: number): void {
    const { number } = receipt
    const found = number < this.#first ? 'repeated' : this.#missing.take(receipt)
    this.#fault({ kind: found === 'repeated' ? 'repeated' : 'moved', number, line })
    if (found === 'unfit') this.#fault({ kind: 'unchained', number, line })
  }

  #content(receipt: Receipt, line: number): void {
    let altered: boolean
    try {
      altered = isAltered(receipt)
    } catch {
      altered = true
    }
    if (altered) this.#fault({ kind: 'altered', number: receipt.number, line })
    else if (commitmentState(receipt) === 'redacted') this.#redacted++
  }

  /** A head proves what is up to it, as far as nothing is wrong there. */
  #proven(heads: readonly ReceiptHead[]): Pick<ReceiptReport, 'anchored' | 'signed'> {
    const { keys = [], platformKeys = [] } = this.#options
    const whole = Math.min(this.#last, ...this.#faults.map(({ number }) => number - 1))
    let signed: ProvenPlace | undefined
    let anchored: ProvenPlace | undefined
    for (const head of heads) {
      const { number, chain, at, anchor } = head
      if (keys.length === 0) continue
      if (!headHolds(head, keys)) {
        this.#fault({ kind: 'head', number })
        continue
      }
      if (number <= whole && number > (signed?.number ?? 0)) signed = { number, at, by: chain }
      if (anchor === undefined || platformKeys.length === 0) continue
      if (!anchorHolds(head, platformKeys)) this.#fault({ kind: 'anchor', number })
      else if (number <= whole && number > (anchored?.number ?? 0)) {
        anchored = { number, at: anchor.at, by: anchor.platform }
      }
    }
    return { ...(signed === undefined ? {} : { signed }), ...(anchored === undefined ? {} : { anchored }) }
  }

  #fault(fault: ReceiptFault): void {
    if (this.#faults.length < mostFaults) this.#faults.push(fault)
    else this.#more++
  }
}

/** The highest number among heads; a list of them may be longer than what a call takes as parameters. */
function tops(heads: readonly ReceiptHead[]): number[] {
  return [heads.reduce((highest, { number }) => Math.max(highest, number), 0)]
}

function isReceipt(value: unknown): value is Receipt {
  if (typeof value !== 'object' || value === null) return false
  const { number, previous, hash } = value as Partial<Receipt>
  return Number.isSafeInteger(number) && Number(number) > 0 && typeof previous === 'string' && typeof hash === 'string'
}
