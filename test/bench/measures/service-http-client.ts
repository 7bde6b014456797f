import { Agent } from 'node:http'
import { openSession } from '@berth/core'
import axios from 'axios'
import { connector } from '../../../connectors/http/src/index.ts'
import { type Figure, median } from '../measure.ts'
import { startPermitService } from '../permit-service.ts'

const rounds = 30
const callsARound = 100
const url = await startPermitService()

const agent = new Agent({ keepAlive: true })
const columns = ['id', 'name', 'holder', 'number', 'fee', 'day', 'changed', 'remark']
const types = ['text(20)', 'text(60)', 'text(60)', 'int64', 'decimal(18,2)', 'date', 'datetime', 'text']
const definition = {
  request: { path: '/permits/{id}' },
  answer: {
    success: { at: '$.code', equals: ['0'] },
    records: '$.data[*]',
    columns: Object.fromEntries(columns.map((name, index) => [name, { at: `$.${name}`, type: types[index] }])),
  },
  key: ['id'],
}
const gateway = {
  gateway: 'x-tif',
  gatewayId: 'bench',
  gatewaySecret: 'invented-secret',
}
const question = {
  dataset: 'permits',
  columns: columns.map((name) => ({ name })),
  by: ['id'],
  limit: 2,
}
const plain = await openSession(connector, { url }, { datasets: { permits: definition } })
const signed = await openSession(connector, { url, ...gateway }, { datasets: { permits: definition } })

let number = 0
const calls = {
  bare: async (): Promise<void> => {
    const { data } = await axios.get(`${url}/permits/P${number++}`, { httpAgent: agent, proxy: false })
    if (data.data.length !== 1) throw new Error('no answer')
  },
  berth: async (): Promise<void> => {
    const { answers } = await plain.lookup({ ...question, keys: [[`P${number++}`]] })
    if (answers[0]?.rows.length !== 1) throw new Error('no answer')
  },
  signed: async (): Promise<void> => {
    const { answers } = await signed.lookup({ ...question, keys: [[`P${number++}`]] })
    if (answers[0]?.rows.length !== 1) throw new Error('no answer')
  },
}
const times: Record<keyof typeof calls, number[]> = { bare: [], berth: [], signed: [] }
for (let round = -3; round < rounds; round++)
  for (const [name, call] of Object.entries(calls) as [keyof typeof calls, () => Promise<void>][])
    for (let index = 0; index < callsARound; index++) {
      const started = performance.now()
      await call()
      if (round >= 0) times[name].push(performance.now() - started)
    }
await plain[Symbol.asyncDispose]()
await signed[Symbol.asyncDispose]()
agent.destroy()

const [bare, berth, withGateway] = [median(times.bare), median(times.berth), median(times.signed)]
const against = 'bare axios, the same server'
const figures: Figure[] = [
  { name: 'service.http.client.bare', value: bare, unit: 'ms' },
  {
    name: 'service.http.client.added',
    value: berth - bare,
    unit: 'ms',
    against,
    ratio: berth / bare,
    target: '< 1 ms',
  },
  {
    name: 'service.http.client.added-signed',
    value: withGateway - bare,
    unit: 'ms',
    against,
    ratio: withGateway / bare,
    target: '< 1 ms',
  },
]
console.log(JSON.stringify(figures))
process.exit(0)
