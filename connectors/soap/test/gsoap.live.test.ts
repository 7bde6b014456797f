import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { openSession } from '@berth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { type Peer, peerFolder, peers, startPeer } from './peers/peer.ts'

const run = promisify(execFile)

const datasets = {
  houses: {
    operation: 'list',
    input: { from: '{from}' },
    inputs: { from: { type: 'int64', default: '1' } },
    answer: {
      records: 'listResponse/houses/item',
      columns: { id: { at: 'id', type: 'int64' }, area: { at: 'area', type: 'decimal' }, owner: 'owner/name' },
    },
  },
  photo: {
    operation: 'photo',
    input: { bytes: '{bytes}' },
    inputs: { bytes: 'integer' },
    answer: { records: 'photoResponse', columns: { image: { at: 'image', type: 'binary' } } },
  },
}
const selection = ['id', 'area', 'owner'].map((name) => ({ name }))

describeServer('gsoap', 'gSOAP, rpc/encoded', ({ program, compiler }) => {
  let peer: Peer
  let wsdl: string
  let url: string
  beforeAll(async () => {
    const folder = peerFolder()
    await run(program, ['-S', '-L', '-1', '-e', path.join(peers, 'gsoap-service.h')], { cwd: folder })
    const sources = [path.join(peers, 'gsoap-server.cpp'), 'soapC.cpp', 'soapServer.cpp']
    await run(compiler, ['-O0', '-w', '-I.', '-o', 'server', ...sources, '-lgsoap++'], { cwd: folder })
    wsdl = path.join(folder, 'Houses.wsdl')
    peer = await startPeer(folder, 26_300, (port) => [path.join(folder, 'server'), String(port)])
    url = `http://127.0.0.1:${peer.port}`
  }, 120_000)
  afterAll(() => peer.stop())

  test('values that several records refer to stand in each', async () => {
    await using session = await openSession(connector, { wsdl, url }, { datasets })
    const rows: unknown[] = []
    for await (const batch of session.scan({ dataset: 'houses', columns: selection })) rows.push(...batch.rows)
    expect(rows).toEqual(
      ['93', '94', '95', '96', '97'].map((end, index) => [
        `90071992547409${end}`,
        '12345678901234567.8900',
        index % 2 === 0 ? '甲 & <乙>' : '丙',
      ]),
    )
  })

  test('bytes that are sent beside the envelope come whole', async () => {
    await using session = await openSession(connector, { wsdl, url }, { datasets })
    for (const length of [0, 1, 1000, 1_000_000]) {
      const request = { dataset: 'photo', by: ['bytes'], keys: [[length]], columns: [{ name: 'image' }], limit: 1 }
      const [answer] = (await session.lookup(request)).answers
      const image = answer?.rows[0]?.[0] as Uint8Array
      expect(image.length).toBe(length)
      expect(image.every((byte, index) => byte === index % 256)).toBe(true)
    }
    const refused = { dataset: 'photo', by: ['bytes'], keys: [[-1]], columns: [{ name: 'image' }], limit: 1 }
    const error = await session.lookup(refused).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'QUERY_FAILED', details: { nativeCode: 'Client' } })
    expect(JSON.stringify(error)).not.toContain('11010519491231002X')
  })

  test('its operations are drafted with the comments of the WSDL', async () => {
    await using session = await openSession(connector, { wsdl, url })
    const drafts: unknown[] = []
    for await (const { name, comment, columns } of session.describe())
      drafts.push([name, comment, columns.map((column) => `${column.name} ${column.nativeType}`)])
    expect(drafts).toEqual([
      ['list', 'houses from a number on; houses share their owners', ['id int64', 'area decimal', 'name text']],
      ['photo', 'as a part beside the envelope', ['image binary']],
    ])
  })
})
