import type { ServiceAnswer } from './service-request.ts'

const maxBytes = 16 * 1024 * 1024
const maxEntries = 1000

/** Answers that came with an ETag or a time of change, so that an unchanged one need not be sent again. Bounded. */
export class AnswerCache {
  readonly #answers: Map<string, ServiceAnswer> = new Map()
  #bytes = 0

  /** What to add to a request for an answer that is kept. */
  conditions(name: string): Readonly<Record<string, string>> {
    const kept = this.#answers.get(name)
    if (kept === undefined) return {}
    const { etag, 'last-modified': modified } = kept.headers
    return {
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
      ...(modified === undefined ? {} : { 'if-modified-since': modified }),
    }
  }

  /** The answer to use: the one kept where the service says that it still holds. */
  settle(name: string, answer: ServiceAnswer): ServiceAnswer {
    const kept = this.#answers.get(name)
    if (answer.status === 304 && kept !== undefined) return kept
    this.#remove(name)
    const storable = answer.status === 200 && !/\bno-store\b/.test(answer.headers['cache-control'] ?? '')
    const dated = answer.headers['etag'] !== undefined || answer.headers['last-modified'] !== undefined
    if (storable && dated && answer.body.length <= maxBytes / 4) {
      this.#answers.set(name, answer)
      this.#bytes += answer.body.length
      for (const oldest of this.#answers.keys()) {
        if (this.#bytes <= maxBytes && this.#answers.size <= maxEntries) break
        this.#remove(oldest)
      }
    }
    return answer
  }

  #remove(name: string): void {
    this.#bytes -= this.#answers.get(name)?.body.length ?? 0
    this.#answers.delete(name)
  }
}
