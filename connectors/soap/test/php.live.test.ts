import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { openSession } from '@berth/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { connector } from '../src/index.ts'
import { expectPermits } from './peers/expect-permits.ts'
import { type Peer, peerFolder, peers, startPeer } from './peers/peer.ts'
import { permitDatasets, permits, selection } from './peers/permits.ts'

const kinds = {
  rpc: { list: 'listResponse/permits/*', find: 'findResponse/permits/*', submitted: 'submitResponse/id' },
  document: {
    list: 'listResponse/permits/permit',
    find: 'findResponse/permits/permit',
    submitted: 'submitResponse/id',
  },
} as const

describeServer('php', "PHP's SoapServer", ({ program }) => {
  let peer: Peer
  beforeAll(async () => {
    const folder = peerFolder()
    const file = path.join(folder, 'permits.json')
    const stored = permits.toReversed().map(([id, name, fee, issued]) => ({ id, name, fee, issued }))
    writeFileSync(file, JSON.stringify(stored))
    const script = path.join(peers, 'soap-server.php')
    peer = await startPeer(folder, 26_100, (port) => [program, '-S', `127.0.0.1:${port}`, script], {
      PERMITS: file,
      PHP_CLI_SERVER_WORKERS: '4',
    })
  })
  afterAll(() => peer.stop())
  const wsdl = (kind: string): string => `http://127.0.0.1:${peer.port}/${kind}.php?wsdl`

  describe.each([
    ['rpc/encoded', 'rpc', kinds.rpc],
    ['rpc/literal', 'rpc-literal', kinds.document],
    ['document/literal', 'document', kinds.document],
    ['SOAP 1.2, document/literal', 'document-12', kinds.document],
  ] as const)('%s', (_title, kind, places) =>
    expectPermits(() => ({ wsdl: wsdl(kind), datasets: permitDatasets(places) })),
  )

  test('changes are asked for since the last', async () => {
    await using session = await openSession(connector, { wsdl: wsdl('rpc') }, { datasets: permitDatasets(kinds.rpc) })
    const read = async (after?: string): Promise<{ ids: unknown[]; cursor: string | undefined }> => {
      const ids: unknown[] = []
      let cursor: string | undefined
      const by = { kind: 'column', column: 'issued', key: ['id'] } as const
      for await (const batch of session.changes({
        dataset: 'permits',
        columns: selection,
        by,
        ...(after === undefined ? {} : { after }),
      })) {
        ids.push(...batch.rows.map(([id, , , issued]) => (issued === null ? null : id)))
        cursor = batch.cursor
      }
      return { ids: ids.filter((id) => id !== null), cursor }
    }
    const first = await read()
    expect(first.ids).toEqual(['9007199254740993', '3', '4'])
    expect(await read(first.cursor)).toEqual({ ids: [], cursor: undefined })
  })

  test('a page that is none is told as one', async () => {
    await expect(openSession(connector, { wsdl: wsdl('nothing') })).rejects.toMatchObject({
      code: 'WSDL_INVALID',
      details: { problem: 'wsdl-status', status: 404 },
    })
  })
})
