import { BerthError } from '@berth/core'
import type { SetFile } from '../store/file-set.ts'
import type { SignedDataFileManifest } from './data-file-manifest.ts'

/** A data file and its manifest as they arrived. */
export interface ArrivedBatch {
  readonly data: SetFile
  /** As it is written. Absent: it cannot be read, and `problem` says why. */
  readonly manifest?: SignedDataFileManifest
  /** Why it cannot be taken. */
  readonly problem?: BerthError
}

/** A batch whose manifest is in order. */
export interface SoundBatch extends ArrivedBatch {
  readonly manifest: SignedDataFileManifest
}

/** What can be read now, and why it goes no further. */
export interface BatchSequence {
  /** Numbers without gaps, each once. */
  readonly next: readonly SoundBatch[]
  /** What stands behind them. Absent: nothing more has arrived. */
  readonly trouble?: BerthError
}

/**
 * Puts batches in the order of their numbers, whatever order they arrived in. `first` is the number that is expected next;
 * `known` tells the digest of a batch that was read before. The same content under its number once more is passed over.
 */
export function batchSequence(
  arrived: readonly ArrivedBatch[],
  first: number,
  known: (sequence: number) => string | undefined,
  sender: { readonly system: string; readonly resource: string },
): BatchSequence {
  const numbered = new Map<number, ArrivedBatch>()
  let unnumbered: BerthError | undefined
  for (const batch of arrived) {
    const { manifest } = batch
    if (manifest === undefined) {
      unnumbered ??= batch.problem
      continue
    }
    const { sequence, sha256 } = manifest
    const before = sequence < first ? known(sequence) : undefined
    if (before !== undefined && !sha256.startsWith(before)) return { next: [], trouble: repeated(manifest) }
    if (sequence < first) continue
    const other = numbered.get(sequence)
    numbered.set(sequence, other === undefined ? batch : oneOf(other, batch))
  }
  const next: SoundBatch[] = []
  for (let sequence = first; numbered.size > next.length; sequence++) {
    const batch = numbered.get(sequence)
    if (batch?.manifest === undefined) {
      // What cannot be believed may be what is missing: its number is no more certain than the rest.
      const doubtful = [...numbered.values()].find(({ problem }) => problem !== undefined)?.problem ?? unnumbered
      return { next, trouble: doubtful ?? missing(numbered, sequence, sender) }
    }
    if (batch.problem !== undefined) return { next, trouble: batch.problem }
    next.push({ ...batch, manifest: batch.manifest })
  }
  return unnumbered === undefined ? { next } : { next, trouble: unnumbered }
}

/** Of two batches with one number: the same content twice is one, other content is nobody's. */
function oneOf(one: ArrivedBatch, other: ArrivedBatch): ArrivedBatch {
  if (one.problem !== undefined) return other.problem === undefined ? { ...other, problem: one.problem } : one
  if (other.problem !== undefined) return { ...one, problem: other.problem }
  if (one.manifest?.sha256 === other.manifest?.sha256) return one
  return other.manifest === undefined ? one : { ...other, problem: repeated(other.manifest) }
}

function repeated({ file, sequence }: SignedDataFileManifest): BerthError {
  return new BerthError('BATCH_REPEATED', { file, sequence })
}

const numbersTold = 20

/** Names the numbers that are missing before the last one that arrived, `2, 5-7`. */
function missing(
  numbered: ReadonlyMap<number, unknown>,
  from: number,
  { system, resource }: { readonly system: string; readonly resource: string },
): BerthError {
  const there = [...numbered.keys()].filter((sequence) => sequence > from).sort((one, other) => one - other)
  const ranges: string[] = []
  let expected = from
  for (const sequence of there) {
    if (sequence > expected) ranges.push(sequence - 1 === expected ? `${expected}` : `${expected}-${sequence - 1}`)
    expected = sequence + 1
  }
  const numbers = ranges.length > numbersTold ? `${ranges.slice(0, numbersTold).join(', ')}, …` : ranges.join(', ')
  return new BerthError('BATCH_MISSING', { system, resource, numbers })
}
