import { Agent } from 'node:http'
import { openSession } from '@berth/core'
import axios from 'axios'
import { createClientAsync, type IOptions } from 'soap'
import { connector } from '../../../connectors/soap/src/index.ts'
import { type Figure, median } from '../measure.ts'
import { startPermitSoapService } from '../permit-soap-service.ts'

const rounds = 30
const callsARound = 100
const manyRecords = 2000
const url = await startPermitSoapService()

const agent = new Agent({ keepAlive: true })
const bareClient = await createClientAsync(`${url}?wsdl`, {
  // The library has the types of the CommonJS build.
  request: axios.create({ httpAgent: agent, proxy: false }) as unknown as NonNullable<IOptions['request']>,
})
const types = {
  id: 'text(20)',
  name: 'text(60)',
  holder: 'text(60)',
  number: 'int64',
  fee: 'decimal(18,2)',
  day: 'date',
  changed: 'datetime',
  remark: 'text',
}
const columns = Object.keys(types)
const definition = (count: number, id: string): Record<string, unknown> => ({
  operation: 'find',
  input: { id, count },
  answer: {
    records: 'findResponse/permit',
    columns: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { at: name, type }])),
  },
})
const datasets = { permits: definition(1, '{id}'), all: definition(manyRecords, 'P') }
const session = await openSession(connector, { wsdl: `${url}?wsdl` }, { datasets })
const selection = columns.map((name) => ({ name }))
const question = { dataset: 'permits', columns: selection, by: ['id'], limit: 2 }

let number = 0
const calls = {
  bare: async (): Promise<void> => {
    const [answer] = await bareClient['findAsync']({ id: `P${number++}`, count: 1 })
    if (answer.permit.length !== 1) throw new Error('no answer')
  },
  berth: async (): Promise<void> => {
    const { answers } = await session.lookup({ ...question, keys: [[`P${number++}`]] })
    if (answers[0]?.rows.length !== 1) throw new Error('no answer')
  },
}
const lists = {
  bare: async (): Promise<void> => {
    const [answer] = await bareClient['findAsync']({ id: 'P', count: manyRecords })
    if (answer.permit.length !== manyRecords) throw new Error('records are missing')
  },
  berth: async (): Promise<void> => {
    let rows = 0
    for await (const batch of session.scan({ dataset: 'all', columns: selection })) rows += batch.rows.length
    if (rows !== manyRecords) throw new Error('records are missing')
  },
}
type Which = keyof typeof calls

async function timed(
  work: Readonly<Record<Which, () => Promise<void>>>,
  warm: number,
  times: number,
  each: number,
): Promise<Record<Which, number>> {
  const taken: Record<Which, number[]> = { bare: [], berth: [] }
  for (let round = -warm; round < times; round++)
    for (const which of ['bare', 'berth'] as const)
      for (let index = 0; index < each; index++) {
        const started = performance.now()
        await work[which]()
        if (round >= 0) taken[which].push(performance.now() - started)
      }
  return { bare: median(taken.bare), berth: median(taken.berth) }
}

const call = await timed(calls, 3, rounds, callsARound)
const list = await timed(lists, 2, 7, 1)
await session[Symbol.asyncDispose]()
agent.destroy()

const against = 'the bare soap client, the same server'
const perSecond = (ms: number): number => Math.round((manyRecords / ms) * 1000)
const figures: Figure[] = [
  { name: 'service.soap.client.bare', value: call.bare, unit: 'ms' },
  {
    name: 'service.soap.client.added',
    value: call.berth - call.bare,
    unit: 'ms',
    against,
    ratio: call.berth / call.bare,
    target: '< 1 ms',
  },
  {
    name: 'service.soap.client.records',
    value: perSecond(list.berth),
    unit: 'records/s',
    against,
    ratio: list.bare / list.berth,
  },
]
console.log(JSON.stringify(figures))
process.exit(0)
