import { answeredDocument, type PlatformDefect, sentDocument } from './defect.ts'

/**
 * A platform that forwards although it refuses with one of these codes, `undefined` being a success: it knows the
 * agent's address from the publication, as any platform does.
 */
export function forwarding(
  id: string,
  caughtBy: readonly string[],
  codes: readonly (string | undefined)[],
  to = '/resources/kit/lookup',
): PlatformDefect {
  return {
    id,
    caughtBy,
    build: () => {
      let agentUrl = ''
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          const told = sentDocument(request)['agentUrl']
          if (request.method === 'PUT' && typeof told === 'string') agentUrl = told
          const forwarded = /^\/api\/(ask|submit)\//.test(request.path)
          const code = answeredDocument(answer)['code'] as string | undefined
          if (forwarded && codes.includes(code)) {
            const body = JSON.stringify({ purpose: 'kit' })
            await fetch(agentUrl + to, { method: 'POST', body, redirect: 'manual' }).then((response) => response.text())
          }
          return answer
        },
      }
    },
  }
}
