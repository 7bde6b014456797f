import type { FastifyInstance } from 'fastify'
import type { AgentMetrics } from '../metrics/agent-metrics.ts'
import type { Readiness } from './readiness.ts'

export interface OperatorRoutes {
  readonly metrics: AgentMetrics
  readonly readiness: Readiness
  readonly openapi: unknown
  readonly version: { readonly system: string; readonly manifest: string }
}

/** What operators and their tools ask. Nothing here needs a signature, and nothing tells more than ids and counts. */
export function addOperatorRoutes(
  app: FastifyInstance,
  { metrics, readiness, openapi, version }: OperatorRoutes,
): void {
  const document = JSON.stringify(openapi)
  app.get('/openapi.json', (_request, reply) => {
    reply.header('content-type', 'application/json; charset=utf-8').send(document)
  })
  app.get('/health', (_request, reply) => {
    reply.send({ status: 'up', ...version })
  })
  app.get('/ready', async (_request, reply) => {
    const state = await readiness.state()
    return reply.code(state.ready ? 200 : 503).send(state)
  })
  app.get('/metrics', async (_request, reply) => {
    return reply.header('content-type', metrics.contentType).send(await metrics.text())
  })
}
