// One server of the service measures, in a process of its own: node serve.ts '<settings as JSON>'
import { openSqliteState, startAgent } from '@berth/agent'
import { importPublicJwk, type PublicJwk } from '@berth/trust'
import fastify from 'fastify'
import { pino } from 'pino'
import { type BenchPlace, manifestFor, openerFor, rawQuestions } from './access.ts'

export interface ServeSettings {
  readonly which: 'bare' | 'agent'
  readonly place: BenchPlace
  readonly folder: string
  readonly platform: PublicJwk
}

const { which, place, folder, platform } = JSON.parse(process.argv[2] ?? '{}') as ServeSettings

if (which === 'bare') {
  const questions = await rawQuestions(place, 4)
  const app = fastify()
  app.post<{ Body: { by: { number: number } } }>('/resources/registry/lookup', async (request) => ({
    rows: await questions.ask(request.body.by.number),
  }))
  process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }))
} else {
  const manifest = manifestFor(place, folder)
  const agent = await startAgent({
    manifest,
    openConnection: openerFor(place),
    state: openSqliteState(`${folder}/.berth`, manifest.system.id),
    platformKeys: [importPublicJwk(platform)],
    listen: { host: '127.0.0.1', port: 0 },
    log: pino(pino.destination({ dest: `${folder}/agent.log`, sync: true })),
  })
  process.send?.(agent.address)
}
