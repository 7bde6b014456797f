import type { RowBatch } from '@berth/core'
import type { Defect } from './defect.ts'

/** Where a careless connector itself remembers that it has got to, by dataset: further than its consumer has stored. */
const remembered = new Map<string, string>()

async function* remembering<Batch extends RowBatch>(
  dataset: string,
  batches: AsyncIterable<Batch>,
): AsyncIterable<Batch> {
  for await (const batch of batches) {
    if (batch.cursor !== undefined) remembered.set(dataset, batch.cursor)
    yield batch
  }
}

/** From where it goes on: its own place, where there is one, and not the one that it is told. */
function onward<Request extends { readonly dataset: string; readonly after?: string }>(request: Request): Request {
  const place = remembered.get(request.dataset)
  return request.after === undefined || place === undefined ? request : { ...request, after: place }
}

/** Faults that show when the consumer fails, closes or takes his time. */
export const consumerDefects: readonly Defect[] = [
  {
    id: 'place-saved-before-it-is-stored',
    caughtBy: ['consumer/fails-in-a-scan', 'consumer/fails-in-changes'],
    alter: (session) => ({
      scan: (request, signal) => remembering(request.dataset, session.scan(onward(request), signal)),
      changes: (request, signal) => remembering(request.dataset, session.changes(onward(request), signal)),
    }),
  },
  {
    id: 'closed-read-ends-quietly',
    caughtBy: ['consumer/closes-in-a-scan'],
    alter: (session) => {
      let closed = false
      return {
        scan: async function* (request, signal) {
          for await (const batch of session.scan(request, signal)) {
            if (closed) return
            yield batch
          }
        },
        [Symbol.asyncDispose]: async () => {
          closed = true
          await session[Symbol.asyncDispose]()
        },
      }
    },
  },
  {
    id: 'whole-dataset-read-at-once',
    caughtBy: ['resources/read-ahead-bounded'],
    on: 'sql',
    alter: (session) => ({
      scan: async function* (request, signal) {
        const all: RowBatch[] = []
        for await (const batch of session.scan(request, signal)) all.push(batch)
        yield* all
      },
    }),
  },
]
