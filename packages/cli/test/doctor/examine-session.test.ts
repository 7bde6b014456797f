import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseManifest } from '@berth/manifest'
import { expect, test } from 'vitest'
import { openConnection } from '../../src/connections/open-connection.ts'
import { examineDocking } from '../../src/doctor/examine-docking.ts'
import { examineSession } from '../../src/doctor/examine-session.ts'
import { marriageDocking, marriageManifest } from '../dev/marriage-docking.ts'

const { signal } = new AbortController()

/** What is found at a connection, a line each. */
async function examined(text: string, folder: string, connection: string): Promise<string[]> {
  const { manifest, findings } = parseManifest(text, { file: 'berth.yaml', folder })
  if (manifest === undefined) throw new Error(JSON.stringify(findings))
  await using session = await openConnection(manifest, connection, { signal })
  const found = await examineSession(manifest, connection, session, await session.ping({ signal }), signal)
  const rights = found.filter(({ examination }) => examination === 'rights')
  return rights.map(({ state, fact, error }) => [state, fact, error?.code].filter(Boolean).join(' '))
}

test('an id with a dot in it is not taken for another resource', async () => {
  const folder = await marriageDocking(2)
  const old = marriageManifest
    .slice(marriageManifest.indexOf('  marriage:'))
    .replace('  marriage:', '  marriage.old:')
    .replace('from: NF_XM', 'from: NF_XX')
  const text = `${marriageManifest}${old}`.replace(
    'file: registry.db',
    `file: ${JSON.stringify(join(folder, 'registry.db'))}`,
  )
  expect(await examined(text, folder, 'legacy')).toEqual([
    'failed resources.marriage.old.items.name COLUMN_UNKNOWN',
    'ok marriage',
  ])
  await rm(folder, { recursive: true, force: true })
})

const service = (port: number): string => `berth: 1
version: 1.0.0
system: { id: market.permits, title: 许可系统, owner: { title: 某市市场监督管理局, code: 91350100M000100Y43 } }
connections:
  permits:
    use: "@berth/connector-http"
    options: { url: "http://127.0.0.1:${port}" }
    datasets:
      permits:
        request: { path: "/permits/{id}" }
        inputs: { id: {} }
        answer: { records: "$.list[*]", columns: { id: { at: $.id, type: text } } }
        key: [id]
resources:
  permit:
    title: 许可信息
    maintainer: 许可科
    sharing: { type: unconditional }
    update: { cycle: daily }
    from: { connection: permits, dataset: permits, key: [id] }
    items:
      number: { title: 许可编号, type: text(20), from: id, grade: 1 }
    provide: { parameter: { by: [[number]] } }
`

test('a service that answers questions only is no fault, and no question is made up', async () => {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  expect(await examined(service(port), tmpdir(), 'permits')).toEqual([expect.stringMatching(/^ok permit {2}\S/)])
  expect(asked.filter((url) => url?.startsWith('/permits'))).toEqual([])
  server.closeAllConnections()
  await new Promise((resolve) => void server.close(resolve))
})

test('Ctrl-C ends an examination wherever it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-examined-'))
  const stop = new AbortController()
  const seen: string[] = []
  const examining = async (): Promise<void> => {
    for await (const { examination } of examineDocking(folder, stop.signal)) {
      seen.push(examination)
      stop.abort()
    }
  }
  await expect(examining()).rejects.toMatchObject({ code: 'ABORTED' })
  expect(seen).toEqual(['node'])
  await rm(folder, { recursive: true, force: true })
})
