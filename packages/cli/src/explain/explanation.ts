import { BerthError, type ErrorCode, type ErrorDefinition, errorCatalogue, type LocalizedText } from '@berth/core'
import { type ExitCode, exitCodeOf } from '../command/exit-code.ts'

type BothLanguages = Required<LocalizedText>

/** An error code. */
export interface ErrorExplanation extends ErrorDefinition {
  readonly code: ErrorCode
  readonly exitCode: ExitCode
}

/** A rule that manifests are held to. */
export interface RuleExplanation {
  readonly rule: string
  readonly severity: 'error' | 'warning'
  readonly title: BothLanguages
  readonly message: BothLanguages
  readonly next: BothLanguages
}

/** A rule by which `berth diff` classes a change. */
export interface ChangeExplanation {
  readonly change: string
  readonly class: string
  readonly title: BothLanguages
}

/** A clause of the contract, with the cases of the kit that try it. */
export interface ClauseExplanation {
  readonly clause: string
  readonly role: string
  readonly keyword: string
  readonly level: string
  readonly text: BothLanguages
  readonly cases: readonly string[]
}

/** A case of the conformance kit. */
export interface CaseExplanation {
  readonly case: string
  /** The clause that it tries, and what that says. */
  readonly tries: string
  readonly text: BothLanguages
}

/** What `berth explain --json` prints. */
export type Explanation = ErrorExplanation | RuleExplanation | ChangeExplanation | ClauseExplanation | CaseExplanation

/** The most that are offered for a word that is none. */
const maxOffered = 8

/**
 * What a word of a message means, in any spelling of its case and dashes. Rejects with `PARAMETER_INVALID` for one that means nothing,
 * offering those that are near.
 */
export async function explain(word: string): Promise<Explanation> {
  const code = plain(word)
  const error = Object.keys(errorCatalogue).find((each): each is ErrorCode => plain(each) === code)
  // Most words are error codes, and the rest takes its time to load.
  if (error !== undefined) return { code: error, exitCode: exitCodeOf(new BerthError(error)), ...errorCatalogue[error] }
  const known = await everythingElse()
  const found = known.find(([id]) => plain(id) === code)?.[1]
  if (found !== undefined) return found()
  throw new BerthError('PARAMETER_INVALID', {
    parameter: 'CODE',
    problem: 'value-unexplained',
    offered: (await near(word, [...Object.keys(errorCatalogue), ...known.map(([id]) => id)])).join(', '),
  })
}

async function everythingElse(): Promise<readonly (readonly [id: string, () => Explanation])[]> {
  const { changeRules, ruleCatalogue, schemaRules } = await import('@berth/manifest')
  const { connectorCases, dockingCases, platformCases, requirementOf, requirements } = await import(
    '@berth/conformance'
  )
  const cases = [...connectorCases, ...dockingCases, ...platformCases]
  return [
    ...Object.entries(ruleCatalogue).map(([rule, { severity, title, message, next }]) => {
      return [rule, () => ({ rule, severity, title, message, next })] as const
    }),
    ...Object.entries({ ...changeRules, ...schemaRules }).map(([change, { class: kind, zh, en }]) => {
      return [change, () => ({ change, class: kind, title: { zh, en } })] as const
    }),
    ...requirements.map(({ id, role, keyword, level, text }) => {
      const tried = (): string[] => cases.filter(({ clause }) => clause === id).map((each) => each.id)
      return [id, () => ({ clause: id, role, keyword, level, text, cases: tried() })] as const
    }),
    ...cases.map(({ id, clause }) => {
      return [id, () => ({ case: id, tries: clause, text: requirementOf(clause).text })] as const
    }),
  ]
}

/** The one that is meant, by its letters, then those that hold the word. */
async function near(word: string, ids: readonly string[]): Promise<readonly string[]> {
  const { nearest } = await import('@berth/manifest')
  const likely = nearest(word, ids)
  const holding = plain(word).length < 3 ? [] : ids.filter((id) => plain(id).includes(plain(word)))
  return [...new Set([...(likely === undefined ? [] : [likely]), ...holding])].slice(0, maxOffered)
}

function plain(word: string): string {
  return word.trim().toLowerCase().replaceAll('_', '-')
}
