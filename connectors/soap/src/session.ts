import {
  BerthError,
  type ConnectContext,
  type Dataset,
  type DescribeRequest,
  type Session,
  type SystemFacts,
  textDecoding,
} from '@berth/core'
import { changes, invoke, lookup, type ServiceSource, scan, statusError } from '@berth/services'
import { ask, type SoapCalls } from './ask.ts'
import { type SoapDataset, soapDataset } from './dataset/soap-dataset.ts'
import type { WrittenSoapDataset } from './dataset/written-dataset.ts'
import { describedDatasets } from './describe.ts'
import { type DescribedService, openWsdl } from './open-wsdl.ts'
import type { SoapOptions } from './options.ts'
import { messageSecurity } from './security.ts'

/**
 * Opens a session: reads the WSDL, and compiles the definitions against it. Rejects with `WSDL_INVALID`, an `OPTION_` or
 * `DEFINITION_` code, or what the way to the WSDL fails with.
 */
export async function openSoap(options: SoapOptions, context: ConnectContext): Promise<Session> {
  const described = await openWsdl(options, context.signal)
  try {
    const datasets = new Map<string, SoapDataset>()
    for (const [name, written] of Object.entries(context.datasets))
      datasets.set(name, soapDataset(name, written as WrittenSoapDataset, described.description))
    return await session(options, context.access, described, datasets)
  } catch (error) {
    described[Symbol.dispose]()
    throw error
  }
}

async function session(
  options: SoapOptions,
  access: 'read' | 'write',
  described: DescribedService,
  datasets: ReadonlyMap<string, SoapDataset>,
): Promise<Session> {
  const calls = await soapCalls(options, described, [...datasets.values()])
  const source: ServiceSource = {
    connector: 'soap',
    datasets: new Map([...datasets].map(([name, { dataset }]) => [name, dataset])),
    concurrency: options.maxConnections,
    ask: (dataset, inputs, extras, signal) => {
      const soap = datasets.get(dataset.name)
      if (soap === undefined) throw new BerthError('DATASET_UNKNOWN', { dataset: dataset.name })
      return ask(calls, soap, inputs, extras, signal)
    },
  }
  return {
    ping: (signal) => ping(described, access, signal),
    describe: (request) => tell(source, described, datasets, request),
    lookup: (request, signal) => lookup(source, request, signal),
    scan: (request, signal) => scan(source, request, signal),
    changes: (request, signal) => changes(source, request, signal),
    invoke: (request, signal) => invoke(source, request, signal),
    [Symbol.asyncDispose]: async () => described[Symbol.dispose](),
    native: described.service.client,
  }
}

async function soapCalls(
  options: SoapOptions,
  { service, description, addressOf }: DescribedService,
  datasets: readonly SoapDataset[],
): Promise<SoapCalls> {
  const charset = requestCharset(options.charset)
  const addresses = new Map(datasets.map(({ operation }) => [operation, addressOf(operation)]))
  const answers = description.operations.map(({ name }) => `${name}Response`)
  const otherAnswers = new Map(
    datasets.map(({ operation }) => {
      const own = `${operation.name}Response`
      return [operation, new Set(answers.filter((answer) => answer !== own))]
    }),
  )
  return {
    exchange: service.exchange,
    security: await messageSecurity(options, [...addresses.values()]),
    charset,
    maxBytes: options.maxAnswerBytes,
    user: options.user,
    password: options.password,
    addressOf: ({ operation }) => addresses.get(operation) ?? addressOf(operation),
    otherAnswers: ({ operation }) => otherAnswers.get(operation) ?? new Set(),
  }
}

function requestCharset(charset: string): string {
  try {
    return textDecoding(charset).charset
  } catch (cause) {
    const details = { connector: 'soap', option: 'charset', problem: 'UTF-8, GB18030, GBK, Big5' }
    throw new BerthError('OPTION_INVALID', details, { cause })
  }
}

async function* tell(
  source: ServiceSource,
  { description }: DescribedService,
  datasets: ReadonlyMap<string, SoapDataset>,
  request: DescribeRequest,
): AsyncIterable<Dataset> {
  const defined = new Set([...datasets.values()].map(({ operation }) => `${operation.service} ${operation.name}`))
  yield* describedDatasets(source, description, request, defined)
}

/** Any answer is a sign of life but one that refuses the credentials or says that nobody is there. */
async function ping(
  { service, description, wsdl, addressOf }: DescribedService,
  access: 'read' | 'write',
  signal: AbortSignal,
): Promise<SystemFacts> {
  const [first] = description.operations
  if (first === undefined) throw new BerthError('INTERNAL', { subject: 'soap.ping' })
  const request = { call: 'ping', method: 'GET', url: wsdl ?? addressOf(first), headers: {}, repeatable: true } as const
  const answer = await service.exchange(request, signal)
  // Many services answer a GET that is no envelope with 500.
  if ([401, 403, 407, 502, 503, 504].includes(answer.status)) throw statusError(answer, 'ping')
  const { date = '' } = answer.headers
  const clock = date.endsWith('GMT') ? Date.parse(date) : Number.NaN
  return {
    product: `${first.service} (SOAP ${first.version})`,
    ...(Number.isNaN(clock) ? {} : { clock: new Date(clock).toISOString() }),
    writable: access === 'write',
  }
}
