import path from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { expectPermits } from './peers/expect-permits.ts'
import { type Peer, peerFolder, peers, startPeer } from './peers/peer.ts'
import { permitDatasets } from './peers/permits.ts'

describeServer('spyne', 'spyne, which holds every message against the schema', ({ program }) => {
  describe.each(['11', '12'])('SOAP %s', (version) => {
    let peer: Peer
    beforeAll(async () => {
      const script = path.join(peers, 'spyne-server.py')
      peer = await startPeer(peerFolder(), 26_200, (port) => [program, script, String(port), version])
    })
    afterAll(() => peer.stop())
    expectPermits(() => {
      const { permits, ...others } = permitDatasets({
        list: 'listResponse/listResult/Permit',
        find: 'findResponse/findResult/Permit',
        submitted: 'submitResponse/submitResult',
      }) as Record<string, Record<string, unknown>>
      const { inputs: _inputs, changes: _changes, ...read } = permits ?? {}
      return {
        wsdl: `http://127.0.0.1:${peer.port}/?wsdl`,
        datasets: { ...others, permits: { ...read, input: { 'query/page': '{page}' } } },
      }
    })
  })
})
