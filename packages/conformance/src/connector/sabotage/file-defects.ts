import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { BerthError, type ChangeBatch } from '@berth/core'
import { readAll } from '../read-all.ts'
import type { Defect, WholeSession } from './defect.ts'

type Changes = WholeSession['changes']

function batchDefect(
  id: string,
  cases: readonly string[],
  make: (changes: Changes, session: WholeSession) => Changes,
): Defect {
  return {
    id: `batches-${id}`,
    caughtBy: cases.map((what) => `batches/${what}`),
    on: 'file',
    alter: (session) => ({ changes: make((request, signal) => session.changes(request, signal), session) }),
  }
}

function isOfBatch(error: unknown): boolean {
  return BerthError.is(error) && error.code.startsWith('BATCH_')
}

/** Faults of connectors to files. */
export const fileDefects: readonly Defect[] = [
  batchDefect(
    'trouble-not-told',
    ['not-as-signed', 'repeated', 'missing'],
    (changes) =>
      async function* (request, signal) {
        try {
          yield* changes(request, signal)
        } catch (error) {
          if (!isOfBatch(error)) throw error
        }
      },
  ),
  batchDefect(
    'given-before-checked',
    ['not-as-signed', 'missing'],
    (changes) =>
      async function* (request, signal) {
        let last: ChangeBatch | undefined
        try {
          for await (const batch of changes(request, signal)) {
            last = batch
            yield batch
          }
        } catch (error) {
          if (isOfBatch(error) && last !== undefined) yield { ...last, rows: [[7, '乙7']] }
          throw error
        }
      },
  ),
  batchDefect(
    'backwards',
    ['in-order', 'missing'],
    (changes) =>
      async function* (request, signal) {
        const all = await readAll(changes(request, signal))
        yield* all.toReversed()
      },
  ),
  batchDefect(
    'half-written-refused',
    ['half-written'],
    (changes) =>
      async function* (request, signal) {
        let told = 0
        for await (const batch of changes(request, signal)) {
          told++
          yield batch
        }
        const problem = 'there is none'
        if (told === 0) throw new BerthError('BATCH_MANIFEST_INVALID', { file: request.dataset, problem })
      },
  ),
  batchDefect(
    'read-again',
    ['repeated'],
    (changes) =>
      ({ after: _, ...request }, signal) =>
        changes(request, signal),
  ),
  batchDefect(
    'receipt-too-early',
    ['receipts'],
    (changes, session) =>
      async function* (request, signal) {
        for await (const batch of changes(request, signal)) {
          await session.acknowledge({ dataset: request.dataset, by: request.by, upTo: batch.cursor }, signal)
          yield batch
        }
      },
  ),
  {
    id: 'batches-receipt-forgotten',
    caughtBy: ['batches/receipts', 'batches/receipt-of-whole'],
    on: 'file',
    alter: () => ({ acknowledge: async () => undefined }),
  },
  {
    id: 'file-cut-when-put',
    caughtBy: ['files/put', 'files/put-whole-or-not-at-all'],
    on: 'file',
    alter: (session) => ({
      putFile: async (request, signal) => {
        const bytes = (await readFile(request.from)).subarray(0, 1000)
        const from = `${request.from}.cut`
        await writeFile(from, bytes)
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        return await session.putFile({ ...request, from, bytes: bytes.length, sha256 }, signal)
      },
    }),
  },
  {
    id: 'file-overwritten-when-put',
    caughtBy: ['files/put'],
    on: 'file',
    alter: (session) => ({
      putFile: async (request, signal) => {
        try {
          return await session.putFile(request, signal)
        } catch (error) {
          if (!BerthError.is(error) || error.code !== 'FILE_EXISTS') throw error
          return { repeated: false }
        }
      },
    }),
  },
]
