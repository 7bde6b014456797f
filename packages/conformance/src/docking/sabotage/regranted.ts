import { type Grant, issueGrant, type SigningKey, signRequest } from '@berth/trust'
import { grantFor } from '../asking.ts'
import type { DockingRequest } from '../subject.ts'

/** The claims of the grant that a request carries, read without a look at its signature. Undefined: it carries none. */
export function claimsOf({ headers }: DockingRequest): Readonly<Record<string, unknown>> | undefined {
  const payload = headers['berth-grant']?.split('.')[1]
  if (payload === undefined || payload === '') return undefined
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}

/** The request with a grant that the platform never gave: its own, widened. */
export function regranted(request: DockingRequest, platform: SigningKey, wider: Partial<Grant>): DockingRequest {
  const claims = claimsOf(request) ?? {}
  const [, , target = ''] = request.path.split('/')
  const terms = grantFor(String(claims['aud']), target, String(claims['purpose']))
  const items = claims['items'] as readonly string[]
  const clearance = claims['clearance'] as Grant['clearance']
  return withHeader(request, 'berth-grant', issueGrant(platform, { ...terms, items, clearance, ...wider }))
}

/** The request signed anew, whatever it was signed with. */
export function resigned(
  request: DockingRequest,
  platform: SigningKey,
  body: string = request.body ?? '',
): DockingRequest {
  const { method, path } = request
  return withHeader({ ...request, body }, 'berth-signature', signRequest(platform, { method, path, body }))
}

function withHeader(request: DockingRequest, name: string, value: string): DockingRequest {
  return { ...request, headers: { ...request.headers, [name]: value } }
}
