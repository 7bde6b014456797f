import { BerthError, type ChangesRequest, type PrepareChangesRequest, type Session } from '@berth/core'
import { acknowledge } from './acknowledge.ts'
import { columnChanges } from './column-changes.ts'
import { describe } from './describe.ts'
import { FileContext, type FileSessionParts } from './file-context.ts'
import { logChanges } from './log-changes.ts'
import { lookup } from './lookup.ts'
import { putFile } from './put-file.ts'
import { scan } from './scan.ts'
import { Stages } from './stages.ts'

/** The operations that every connector to files has alike, and their end. The connector adds `ping`. */
export type FileOperations = Required<
  Pick<Session, 'describe' | 'scan' | 'lookup' | 'changes' | 'prepareChanges' | 'acknowledge' | 'putFile'>
> &
  Disposable

/** The shared operations over one store. Files are never written to, but for receipts and what `putFile` hands over. */
export function fileOperations(parts: FileSessionParts): FileOperations {
  const context = new FileContext(parts)
  const stages = new Stages(context)
  const changes = (request: ChangesRequest, signal: AbortSignal): ReturnType<FileOperations['changes']> => {
    const { by } = request
    if (by.kind === 'column') return columnChanges(context, stages, request, by, signal)
    if (by.kind === 'log') return logChanges(context, request, by, signal)
    throw new BerthError('NOT_SUPPORTED', { connector: parts.connector, capability: `changes.${by.kind}` })
  }
  return {
    describe: ({ names }, signal) => describe(context, names, signal),
    scan: (request, signal) => scan(context, stages, request, signal),
    lookup: (request, signal) => lookup(context, stages, request, signal),
    changes,
    prepareChanges: (request, signal) => prepareChanges(context, request, signal),
    acknowledge: (request, signal) => acknowledge(context, request, signal),
    putFile: (request, signal) => putFile(parts.store, request, signal),
    [Symbol.dispose]: () => stages[Symbol.dispose](),
  }
}

/** Files are a log already: there is nothing for an administrator to run. */
async function prepareChanges(
  context: FileContext,
  { dataset: name, by }: PrepareChangesRequest,
  signal: AbortSignal,
): Promise<string> {
  const dataset = context.dataset(name)
  await context.selection(
    dataset,
    by.key.map((id) => ({ name: id })),
    signal,
  )
  return ''
}
