import { BerthError, type InvokeRequest, type InvokeResult, type Row, type Value } from '@berth/core'
import { RowReader } from '../answer/row-reader.ts'
import { wasNeverSent } from '../client/native-error.ts'
import type { ServiceDataset } from '../definition/service-dataset.ts'
import { completeInputs, inputValue } from '../request/input-values.ts'
import type { ServicePage, ServiceSource } from './service-source.ts'

/** After these the service has said itself that it did nothing. */
const refused: ReadonlySet<string> = new Set(['PERMISSION_DENIED', 'SYSTEM_BUSY', 'QUERY_FAILED', 'AUTH_FAILED'])

/**
 * Calls an operation, once. Rejects with `PROCEDURE_UNKNOWN`, `COLUMN_UNKNOWN`, `PARAMETER_MISSING`, `VALUE_INVALID` before
 * anything is sent, with what the service refuses it with, and with `UNKNOWN_OUTCOME` for everything behind which it may
 * have been carried out: a line that broke, an answer that cannot be read, a server that failed on the way (INV-1).
 */
export async function invoke(
  source: ServiceSource,
  request: InvokeRequest,
  signal: AbortSignal,
): Promise<InvokeResult> {
  const dataset = source.datasets.get(request.operation)
  if (dataset === undefined || !dataset.operation)
    throw new BerthError('PROCEDURE_UNKNOWN', { procedure: request.operation })
  const inputs = completeInputs(dataset, inputsOf(dataset, request))
  const reader = new RowReader(dataset.name, dataset.columns, request.output, dataset.answer.nulls)
  let page: ServicePage
  try {
    page = await source.ask(dataset, inputs, { idempotencyKey: request.idempotencyKey }, signal)
  } catch (error) {
    throw outcomeUnknown(error, dataset.name) ?? error
  }
  const { fields } = reader
  if (page.outcome === 'repeated') return { repeated: true, fields, rows: [] }
  const rows: Row[] = []
  for (const record of fields.length === 0 ? [] : page.records) {
    const read = reader.read(record)
    if ('error' in read) throw new BerthError('UNKNOWN_OUTCOME', { call: dataset.name }, { cause: read.error })
    rows.push(read.row)
  }
  return { repeated: false, fields, rows }
}

function inputsOf(dataset: ServiceDataset, { input }: InvokeRequest): Map<string, Value> {
  const inputs = new Map<string, Value>()
  for (const { name, value } of input) {
    const declared = dataset.inputs.get(name)
    if (declared === undefined) throw new BerthError('COLUMN_UNKNOWN', { dataset: dataset.name, column: name })
    const converted = inputValue(value, declared.type)
    if (converted === undefined)
      throw new BerthError('VALUE_INVALID', { column: name, type: declared.type.name, length: String(value).length })
    inputs.set(name, converted)
  }
  return inputs
}

function outcomeUnknown(error: unknown, call: string): BerthError | undefined {
  if (!BerthError.is(error)) return undefined
  const status = Number(/^HTTP (\d+)$/.exec(String(error.details['nativeCode'] ?? ''))?.[1] ?? 0)
  if (wasNeverSent(error) || (refused.has(error.code) && status < 500)) return undefined
  if (error.code === 'TEXT_UNENCODABLE' || error.code === 'ABORTED') return undefined
  return new BerthError('UNKNOWN_OUTCOME', { call }, { cause: error })
}
