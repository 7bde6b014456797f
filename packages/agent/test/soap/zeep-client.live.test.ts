import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../../test/servers/live.ts'
import type { RunningDocking } from '../docking/running-docking.ts'
import { ClientProcess } from './client-process.ts'
import { namespace, post, question, security, startSoapDocking } from './soap-docking.ts'

interface Answer {
  readonly answer: { readonly Row: readonly unknown[]; readonly More: boolean }
}
interface Fault {
  readonly fault: { readonly code: string; readonly reason: string; readonly detail: string }
}

describeServer('zeep', 'zeep asks a docking', ({ program }) => {
  let docking: RunningDocking
  let client: ClientProcess
  beforeAll(async () => {
    docking = await startSoapDocking()
    client = new ClientProcess(program, 'ask.py', `${docking.agent.address}/soap?wsdl`)
  })
  afterAll(async () => {
    await client[Symbol.asyncDispose]()
    await docking[Symbol.asyncDispose]()
  })

  test('it reads the WSDL: the same operations at both ports', async () => {
    const { operations } = await client.tell<{ operations: Record<string, string[]> }>({ list: true })
    expect(Object.keys(operations)).toEqual(['Soap11', 'Soap12'])
    expect(operations['Soap11']).toContain('marriageByDistrictAndRegisteredOn')
    expect(operations['Soap12']).toEqual(operations['Soap11'])
  })

  test.each(['1.1', '1.2'] as const)(
    'SOAP %s: it logs in with its own digest and reads every type',
    async (version) => {
      const { answer } = await client.tell<Answer>({
        version,
        operation: 'allKindsById',
        input: { Purpose: 'housing-loan', id: 1 },
      })
      expect(answer.Row).toEqual([
        {
          id: 1,
          words: '  张三 & <李四> "𠮷"\r\n]]>',
          big: { integer: '9223372036854775807' },
          amount: { decimal: '-1234567890.10' },
          ratio: 0.1,
          open: true,
          day: { date: '2024-02-29' },
          hour: { time: '23:59:59.123457' },
          local: { datetime: '2024-02-29T08:30:00' },
          moment: { datetime: '2024-02-29T00:30:00.500000+00:00' },
          picture: { bytes: 'AP8Q' },
          document: '{"a":[1,"二"]}',
        },
      ])
    },
  )

  test.each([
    ['1.1', 's:Client'],
    ['1.2', 's:Sender'],
  ] as const)('SOAP %s: it is told why not', async (version, code) => {
    const input = { Purpose: 'housing-loan', id: 2 }
    const { fault } = await client.tell<Fault>({
      version,
      operation: 'marriageById',
      input,
      login: { password: 'guess' },
    })
    expect([fault.code, fault.detail.includes('>CREDENTIALS_INVALID<')]).toEqual([code, true])
  })

  test('what is answered, found or refused, is valid by the schema of the WSDL', async () => {
    const envelopes = [
      await post(docking, 'allKindsById', question({ id: 1 })),
      await post(docking, 'allKindsById', question({ id: 2 }), { version: '1.2' }),
      await post(docking, 'allKindsById', question({ id: 4 })),
      await post(docking, 'allKindsById', question({ id: 4711 })),
      await post(docking, 'marriageByValid', question({ valid: true })),
      await post(docking, 'marriageByValid', question({ valid: 'perhaps' })),
      await post(docking, 'marriageByValid', question({ valid: true }), { version: '1.2', header: '' }),
    ]
    for (const { text } of envelopes) expect(await client.tell<string[]>({ validate: text }), text).toEqual([])
    const wrong = (envelopes[0]?.text ?? '').replace('<b:More>', '<b:Less>').replace('</b:More>', '</b:Less>')
    expect(await client.tell<string[]>({ validate: wrong })).not.toEqual([])
  })

  test.each([
    ['gbk', 'text/xml; charset=GBK', ''],
    ['gb18030', 'text/xml', '<?xml version="1.0" encoding="GB18030"?>'],
    ['utf-16', 'text/xml', ''],
    ['big5', 'text/xml; charset=Big5', ''],
  ])('an envelope in %s is understood', async (charset, type, before) => {
    const content = question({ district: charset === 'big5' ? '西區' : '西区', registeredOn: '2024-01-02' })
    const element = `<b:marriageByDistrictAndRegisteredOn xmlns:b="${namespace}">${content}</b:marriageByDistrictAndRegisteredOn>`
    const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>${security()}</s:Header><s:Body>${element}</s:Body></s:Envelope>`
    const answer = await client.tell<string>({ post: before + envelope, charset, type })
    expect(answer.match(/<b:district>西区</g)?.length ?? 0).toBe(charset === 'big5' ? 0 : 2)
    expect(answer).toContain('<b:More>false</b:More>')
  })
})
