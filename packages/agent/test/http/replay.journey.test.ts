import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signRequest } from '@berth/trust'
import { expect, test } from 'vitest'
import { marriageDatabase } from '../docking/marriage-database.ts'
import { citizenNumbers } from '../docking/marriage-tables.ts'
import { grant, platform } from '../docking/running-docking.ts'
import { AgentProcess } from '../queue/agent-process.ts'
import { open } from '../queue/queued-docking.ts'
import { namespace, question, security } from '../soap/soap-docking.ts'
import { TemporaryFolder } from '../temporary-folder.ts'

const path = '/resources/marriage/lookup'
const asked = JSON.stringify({ purpose: 'housing-loan', by: { husbandId: citizenNumbers[0] } })
const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>${security()}</s:Header><s:Body><b:marriageById xmlns:b="${namespace}">${question({ id: 2 })}</b:marriageById></s:Body></s:Envelope>`

test('a request that an agent saw before it was killed is refused by the next one', async () => {
  using folder = new TemporaryFolder()
  marriageDatabase(folder.path)
  writeFileSync(join(folder.path, 'clock'), String(open))
  const signed = {
    'content-type': 'application/json',
    'berth-signature': signRequest(platform, { method: 'POST', path, body: asked }),
    'berth-grant': grant(),
  }
  const soap = { 'content-type': 'text/xml; charset=utf-8' }
  const told = async (agent: AgentProcess): Promise<readonly unknown[]> => {
    const answer = JSON.parse(await agent.post(path, signed, asked)) as Record<string, unknown>
    const fault = /<b:Code>(\w+)<\/b:Code>/.exec(await agent.post('/soap', soap, envelope))?.[1]
    return [answer['code'] ?? answer['resource'], fault]
  }
  {
    await using agent = await AgentProcess.start(folder.path)
    // The token holds; what it lacks is a grant.
    expect(await told(agent)).toEqual(['civil-affairs.marriage/marriage', 'GRANT_MISSING'])
  }
  await using next = await AgentProcess.start(folder.path)
  expect(await told(next)).toEqual(['REQUEST_REPLAYED', 'REQUEST_REPLAYED'])
})
