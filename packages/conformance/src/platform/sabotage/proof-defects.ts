import { answeredDocument, answers, jsonAnswer, lenient, type PlatformDefect, withDocument } from './defect.ts'

const listing = /^GET \/api\/revocations/
const showing = /^POST \/api\/anchors/
const heads = /^GET \/api\/anchors/

/** The first success that comes for a request, given for every one after it. */
function firstKept(id: string, caughtBy: readonly string[], route: RegExp): PlatformDefect {
  return {
    id,
    caughtBy,
    build: () => {
      let first: Readonly<Record<string, unknown>> | undefined
      return {
        answer: async (request, send) => {
          const answer = await send(request)
          if (!route.test(`${request.method} ${request.path}`) || answer.status !== 200) return answer
          first ??= answeredDocument(answer)
          return jsonAnswer(200, first)
        },
      }
    },
  }
}

/** The heads of a list, told otherwise. */
function retold(
  id: string,
  caughtBy: readonly string[],
  change: (kept: readonly unknown[]) => readonly unknown[],
): PlatformDefect {
  return answers(id, caughtBy, heads, (answer) => {
    const { heads: kept } = answeredDocument(answer)
    return Array.isArray(kept) ? jsonAnswer(200, { heads: change(kept) }) : answer
  })
}

/** Faults in what a platform signs for systems, and in how it proves what they sign. */
export const proofDefects: readonly PlatformDefect[] = [
  firstKept('revocations-told-late', ['revocations/listed'], listing),
  firstKept('revocations-of-others', ['revocations/own-only'], listing),
  answers('revocations-unsigned', ['revocations/listed', 'revocations/own-only'], listing, (answer) =>
    withDocument(answer, ({ token }) => ({ token: `${String(token).split('.').slice(0, 2).join('.')}.` })),
  ),
  answers('heads-seen-by-nobody', ['anchors/kept'], showing, (answer, { body }) =>
    answer.status === 200
      ? withDocument(answer, (anchor) => ({ ...anchor, signature: JSON.parse(Buffer.from(body).toString()).signature }))
      : answer,
  ),
  answers('heads-seen-anew', ['anchors/kept'], showing, (answer) =>
    answer.status === 200 ? withDocument(answer, (anchor) => ({ ...anchor, at: new Date().toISOString() })) : answer,
  ),
  lenient('chains-made-anew-taken', ['anchors/conflict'], 'ANCHOR_CONFLICT', () => ({})),
  lenient('heads-of-anybody-taken', ['anchors/refused'], 'SIGNATURE_INVALID', () => ({})),
  retold('heads-forgotten', ['anchors/kept', 'anchors/conflict', 'anchors/own-pages'], () => []),
  retold('heads-out-of-order', ['anchors/own-pages'], (kept) => kept.toReversed()),
  lenient('answers-not-proven', ['proven/from-then-on', 'proven/bound'], 'ANSWER_UNPROVEN', () => ({ rows: [] })),
  lenient('submissions-not-proven', ['proven/submission'], 'UNKNOWN_OUTCOME', () => ({ accepted: true })),
]
