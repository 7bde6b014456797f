import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../../test/servers/live.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import type { RunningDocking } from '../docking/running-docking.ts'
import { ClientProcess } from './client-process.ts'
import { startSoapDocking } from './soap-docking.ts'

interface Answer {
  readonly answer: { readonly Row?: readonly unknown[]; readonly More: boolean; readonly Withheld?: readonly unknown[] }
}
interface Fault {
  readonly fault: {
    readonly code: string
    readonly reason: string
    readonly detail: { readonly Problem: Readonly<Record<string, unknown>> }
  }
}

describeServer('php', "PHP's SoapClient asks a docking", ({ program }) => {
  let docking: RunningDocking
  let client: ClientProcess
  beforeAll(async () => {
    docking = await startSoapDocking()
    client = new ClientProcess(program, 'ask.php', `${docking.agent.address}/soap?wsdl`)
  })
  afterAll(async () => {
    await client[Symbol.asyncDispose]()
    await docking[Symbol.asyncDispose]()
  })

  test('it reads the WSDL', async () => {
    const { functions, types } = await client.tell<Record<'functions' | 'types', string[]>>({ list: true })
    expect(functions).toContain(
      'marriageByDistrictAndRegisteredOnResponse marriageByDistrictAndRegisteredOn(marriageByDistrictAndRegisteredOn $parameters)',
    )
    expect(types.some((type) => type.startsWith('struct marriage.Row {'))).toBe(true)
  })

  test.each(['1.1', '1.2'] as const)('SOAP %s: it asks with a digest and reads Chinese', async (version) => {
    const input = { Purpose: 'housing-loan', district: '西区', registeredOn: '2024-01-02' }
    const { answer } = await client.tell<Answer>({ version, operation: 'marriageByDistrictAndRegisteredOn', input })
    expect(answer).toMatchObject({
      Row: [
        { id: 2, husbandId: citizenNumbers[1], district: '西区', registeredOn: '2024-01-02', valid: false },
        { id: 86, district: '西区' },
      ],
      More: false,
      Withheld: [
        { Item: 'note', Reason: 'ABOVE_CLEARANCE' },
        { Item: 'secretNote', Reason: 'NO_GRADE' },
      ],
    })
    expect(JSON.stringify(answer)).not.toContain('CANARY')
  })

  test('it reads a value of every type, and null', async () => {
    const ask = async (id: number): Promise<unknown> => {
      const input = { Purpose: 'housing-loan', id }
      return (await client.tell<Answer>({ operation: 'allKindsById', input })).answer.Row?.[0]
    }
    expect(await ask(1)).toEqual({
      id: 1,
      words: '  张三 & <李四> "𠮷"\r\n]]>',
      big: { integer: '9223372036854775807' },
      amount: '-1234567890.10',
      ratio: 0.1,
      open: true,
      day: '2024-02-29',
      hour: '23:59:59.123456789',
      local: '2024-02-29T08:30:00',
      moment: '2024-02-29T00:30:00.5Z',
      picture: { bytes: 'AP8Q' },
      document: '{"a":[1,"二"]}',
    })
    const empty = Object.entries((await ask(2)) as object)
    expect(empty).toHaveLength(12)
    expect(empty.every(([id, value]) => (id === 'id' ? value === 2 : value === null))).toBe(true)
    expect(await ask(4)).toMatchObject({
      words: '',
      big: { integer: '-9223372036854775808' },
      amount: '0.00',
      ratio: 1e21,
    })
  })

  test('values that it writes by the WSDL are understood', async () => {
    const asked = {
      allKindsByBig: { big: '9223372036854775807' },
      allKindsByOpen: { open: true },
      allKindsByDay: { day: '2024-02-29' },
      allKindsByAmount: { amount: '-1234567890.10' },
      allKindsByMoment: { moment: '2024-02-29T08:30:00.5+08:00' },
    }
    for (const [operation, by] of Object.entries(asked)) {
      const { answer } = await client.tell<Answer>({ operation, input: { Purpose: 'housing-loan', ...by } })
      expect(answer.Row, operation).toMatchObject([{ id: 1 }])
    }
  })

  test.each([
    ['1.1', 's:Client'],
    ['1.2', 's:Sender'],
  ] as const)('SOAP %s: it is told why not, and what next', async (version, code) => {
    const operation = 'marriageById'
    const wrong = await client.tell<Fault>({
      version,
      operation,
      input: { Purpose: 'housing-loan', id: 2 },
      login: { password: 'guess' },
    })
    expect(wrong.fault).toMatchObject({ code, detail: { Problem: { Code: 'CREDENTIALS_INVALID', Origin: 'caller' } } })
    const refused = await client.tell<Fault>({ version, operation, input: { Purpose: 'curiosity', id: 2 } })
    expect(refused.fault).toMatchObject({ code, detail: { Problem: { Code: 'PURPOSE_MISMATCH', Action: 'fail' } } })
    expect(refused.fault.reason).toMatch(/^PURPOSE_MISMATCH: 用途/)
  })

  test('a password in the clear does from this machine', async () => {
    const input = { Purpose: 'housing-loan', id: 2 }
    const { answer } = await client.tell<Answer>({ operation: 'marriageById', input, login: { digest: false } })
    expect(answer.Row).toHaveLength(1)
  })
})
