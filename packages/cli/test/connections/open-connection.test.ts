import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseManifest } from '@berth/manifest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectionOpener } from '../../src/connections/open-connection.ts'

let silent: Server

beforeAll(async () => {
  // Takes every question and answers none.
  silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  silent.closeAllConnections()
  await new Promise((resolve) => silent.close(resolve))
})

it.each([
  ['PT1S', 1000],
  ['1500ms', 1500],
])('a call may take as long as the manifest says: %s', async (notation, timeoutMs) => {
  const { port } = silent.address() as AddressInfo
  const text = `berth: 1
system: { id: market.permits, title: 许可系统, owner: { title: 某市市场监督管理局, code: 91350100M000100Y43 } }
connections:
  permits:
    use: "@berth/connector-http"
    options: { url: "http://127.0.0.1:${port}/" }
    callTimeout: ${notation}
    datasets:
      permits:
        request: { path: / }
        answer: { records: "$.list[*]", columns: { id: $.id } }
`
  const { manifest, findings } = parseManifest(text, { file: 'berth.yaml', folder: import.meta.dirname })
  if (manifest === undefined) throw new Error(findings.map(({ message }) => message.en).join('\n'))
  await using session = await connectionOpener(manifest)('permits', { access: 'read' })
  const reading = Array.fromAsync(session.scan({ dataset: 'permits', columns: [{ name: 'id' }] }))
  await expect(reading).rejects.toMatchObject({ code: 'CALL_TIMEOUT', details: { call: 'scan', timeoutMs } })
})
