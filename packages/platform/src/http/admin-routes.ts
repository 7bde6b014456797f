import { BerthError } from '@berth/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isAdministrator } from '../enrolment/admin-token.ts'
import { createEnrolmentCode, type EnrolmentCodeRequest } from '../enrolment/enrolment-codes.ts'
import { listGrants, revokeGrant } from '../grants/grants.ts'
import { type GrantRequest, issueGrant } from '../grants/issue-grant.ts'
import type { PlatformContext } from '../platform-context.ts'
import { readReceipts } from '../receipts/read-receipts.ts'
import { headerOf, jsonOf, pathIdentifier, queryNumber, queryText } from './request-parts.ts'

/** The calls of the administrator, who bears the token. */
export function adminRoutes(server: FastifyInstance, context: PlatformContext, adminToken: string): void {
  const administrator = {
    onRequest: async (request: FastifyRequest): Promise<void> => {
      if (!isAdministrator(headerOf(request, 'authorization'), adminToken)) {
        throw new BerthError('ADMINISTRATOR_REQUIRED')
      }
    },
  }

  server.post('/api/admin/enrolment-codes', administrator, (request) =>
    createEnrolmentCode(context, members<EnrolmentCodeRequest>(request, ['kind', 'id', 'title', 'clearance', 'hours'])),
  )

  server.post('/api/admin/grants', administrator, (request) => {
    const names = [
      'consumer',
      'resource',
      'items',
      'clearance',
      'categories',
      'purpose',
      'basis',
      'scope',
      'limits',
      'days',
    ]
    return issueGrant(context, members<GrantRequest>(request, names))
  })

  server.get('/api/admin/grants', administrator, async (request) => ({
    grants: await listGrants(context, queryText(request, 'system')),
  }))

  server.delete('/api/admin/grants/:id', administrator, (request) =>
    revokeGrant(context, pathIdentifier(request, 'id')),
  )

  server.get('/api/receipts', administrator, async (request) => ({
    receipts: await readReceipts(context.store, {
      after: queryNumber(request, 'after', 0, Number.MAX_SAFE_INTEGER) ?? 0,
      limit: queryNumber(request, 'limit', 1, 1000) ?? 100,
    }),
  }))
}

/** The body with the members named and no others. What they hold is checked where they are used. */
function members<Request>(request: FastifyRequest, names: readonly string[]): Request {
  const body = jsonOf(request)
  const unknown = Object.keys(body).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new BerthError('PARAMETER_UNKNOWN', { parameter: unknown.slice(0, 64) })
  return body as Request
}
