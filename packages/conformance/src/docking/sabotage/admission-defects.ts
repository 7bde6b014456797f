import type { DockingRequest, DockingSubject, StartSettings } from '../subject.ts'
import { type DockingDefect, running } from './defect.ts'
import { claimsOf, regranted, resigned } from './regranted.ts'

/** Faults of what lets requests in. */
export const admissionDefects: readonly DockingDefect[] = [
  {
    id: 'signatures-not-checked',
    caughtBy: ['admission/signatures', 'admission/replayed'],
    alter: (subject) => requesting(subject, (request, { platform }) => resigned(request, platform)),
  },
  {
    id: 'contract-version-ignored',
    caughtBy: ['admission/contract-version'],
    alter: (subject) =>
      requesting(subject, (request) => {
        const { 'berth-contract': _version, ...headers } = request.headers
        return { ...request, headers }
      }),
  },
  {
    id: 'clock-not-looked-at',
    caughtBy: ['admission/signatures'],
    alter: (subject) =>
      requesting(subject, (request, { platform }) => (isOld(request) ? resigned(request, platform) : request)),
  },
  {
    id: 'replays-accepted',
    caughtBy: ['admission/replayed'],
    alter: (subject) => {
      const seen = new Set<string>()
      return requesting(subject, (request, { platform }) => {
        const signature = request.headers['berth-signature'] ?? ''
        if (seen.has(signature)) return resigned(request, platform)
        seen.add(signature)
        return request
      })
    },
  },
  {
    id: 'ended-grants-accepted',
    caughtBy: ['admission/grants', 'admission/grant-ends'],
    alter: (subject) =>
      requesting(subject, (request, { platform }) => {
        const ends = Number(claimsOf(request)?.['exp'] ?? Number.POSITIVE_INFINITY) * 1000
        return ends <= Date.now() ? regranted(request, platform, {}) : request
      }),
  },
  {
    id: 'grants-of-others-accepted',
    caughtBy: ['admission/grants'],
    alter: (subject) =>
      requesting(subject, (request, { platform }) => {
        const claims = claimsOf(request)
        const { id } = subject.manifest.system
        return claims === undefined || claims['aud'] === id
          ? request
          : regranted(request, platform, { system: id, resource: `${id}/${request.path.split('/')[2]}` })
      }),
  },
  {
    id: 'purposes-ignored',
    caughtBy: ['admission/purposes'],
    alter: (subject) =>
      requesting(subject, (request, { platform }) => {
        const resource = subject.manifest.resources[request.path.split('/')[2] ?? '']
        const [purpose] = resource?.sharing.purposes ?? []
        if (purpose === undefined || !request.body?.includes('kit-other')) return request
        const body = request.body.replace('kit-other', purpose)
        return regranted(resigned(request, platform, body), platform, { purpose })
      }),
  },
  {
    id: 'unknown-parameters-dropped',
    caughtBy: ['questions/wrong-parameters'],
    alter: (subject) =>
      requesting(subject, (request, { platform }) => {
        const body = request.body?.replace(/,"kitUnknown":"x"/, '')
        return body === undefined || body === request.body ? request : resigned(request, platform, body)
      }),
  },
  {
    id: 'parameters-passed-on',
    caughtBy: ['questions/wrong-parameters'],
    alter: (subject) =>
      running(subject, (run, { onCall }) => ({
        send: async (request) => {
          const answer = await run.send(request)
          if (answer.text.includes('PARAMETER_')) await onCall?.({ connection: 'kit', access: 'read', call: 'lookup' })
          return answer
        },
      })),
  },
]

function requesting(
  subject: DockingSubject,
  change: (request: DockingRequest, settings: StartSettings) => DockingRequest,
): DockingSubject {
  return running(subject, (run, settings) => ({ send: (request) => run.send(change(request, settings)) }))
}

/** Whether a request was signed more than a minute off. */
function isOld({ headers }: DockingRequest): boolean {
  const payload = headers['berth-signature']?.split('.')[1]
  if (payload === undefined) return false
  const { iat } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly iat: number }
  return Math.abs(Date.now() - iat * 1000) > 60_000
}
