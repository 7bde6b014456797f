import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const self = fileURLToPath(import.meta.url)

/** Starts a service of 1 KB answers in a process of its own, which ends with this one. Resolves with its address. */
export async function startPermitService(): Promise<string> {
  const child = fork(self, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [port] = (await once(child, 'message')) as [number]
  child.unref()
  return `http://127.0.0.1:${port}`
}

if (process.argv[1] === self) {
  const server = createServer((request, response) => {
    const id = request.url?.split('/').at(-1)?.split('?')[0]
    const permit = {
      id,
      name: '食品经营许可证',
      holder: '某某市某某餐饮有限公司',
      number: 123456789,
      fee: 1200.5,
      day: '2024-02-29',
      changed: '2024-02-29 10:00:00',
      remark: '备注'.repeat(120),
    }
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify({ code: '0', msg: '', data: [permit] }))
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.once('disconnect', () => process.exit(0))
}
