import type { AnswerPath } from '../answer/answer-path.ts'

/**
 * How the next page is named. `page`: by its number, `{page}`. `offset`: by the records before it, `{offset}`. `cursor`: by
 * what the page before it says, `{cursor}`. `link`: by an address in the answer or its `Link` header. `until-empty`: by
 * number, until one has no records.
 */
export type PagingKind = 'page' | 'offset' | 'cursor' | 'link' | 'until-empty'

interface Place {
  readonly path: string
  readonly at: AnswerPath
}

export interface Paging {
  readonly by: PagingKind
  readonly size: number | undefined
  /** A page shorter than `size` is the last, even where none of that size came: the service gives as many as it is asked for. */
  readonly shortPageIsLast: boolean
  /** The number of the first page. */
  readonly first: number
  readonly maxPages: number
  readonly total: Place | undefined
  readonly next: Place | undefined
  readonly more: Place | undefined
}

/** What a request for one page is told. */
export interface PagePlace {
  readonly page?: number
  readonly offset?: number
  readonly size?: number
  readonly cursor?: string
  /** The address to ask instead of that of the definition. */
  readonly link?: string
}

/** The names that a request may use for its page. */
export const pageNames: readonly string[] = ['page', 'offset', 'size', 'cursor']
