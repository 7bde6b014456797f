import type { Difference, Judge, Judgement, Verdict } from '../difference.ts'
import type { GrantFacts } from '../grant-facts.ts'
import { type Plain, textsOf } from '../plain.ts'
import type { ChangeRuleId } from '../rules/change-rules.ts'

/** One verdict. */
export function found(rule: ChangeRuleId, more: Omit<Verdict, 'rule'> = {}): readonly Verdict[] {
  return [{ rule, ...more }]
}

/** Judges by what happened. What is not named is judged as `changed`. */
export function byKind(rules: {
  readonly added?: ChangeRuleId
  readonly removed?: ChangeRuleId
  readonly changed: ChangeRuleId
}): Judge {
  return ({ kind }) => found(rules[kind] ?? rules.changed)
}

/** Every difference there means the same. */
export function always(at: string, rule: ChangeRuleId, shown?: true): Judgement {
  return { at, judge: () => found(rule), ...(shown === undefined ? {} : { shown }) }
}

/** Judges a value that has an order: more of it, or less. What is not there has the rank of `absent`. */
export function byRank(
  rankOf: (value: Plain | undefined) => number,
  rules: { readonly more: ChangeRuleId; readonly less: ChangeRuleId },
): Judge {
  return ({ before, after }) => found(rankOf(after) > rankOf(before) ? rules.more : rules.less)
}

/** How entries of a list are judged that came or went. */
export interface MemberRules {
  readonly added: ChangeRuleId
  readonly removed: ChangeRuleId
  /** Whether a grant is concerned by an entry that went. */
  readonly concerns?: (grant: GrantFacts, entry: string) => boolean
}

/** Judges a list whose order says nothing, each entry that came or went for itself. */
export function byMembers(rules: MemberRules): Judge {
  return ({ before, after }) => membersOf(textsOf(before), textsOf(after), rules)
}

/** What came and what went of two lists of names. */
export function membersOf(before: readonly string[], after: readonly string[], rules: MemberRules): readonly Verdict[] {
  const { concerns } = rules
  const gone = before.filter((entry) => !after.includes(entry))
  const come = after.filter((entry) => !before.includes(entry))
  return [
    ...gone.map(
      (subject): Verdict => ({
        rule: rules.removed,
        subject,
        ...(concerns === undefined ? {} : { concerns: (grant) => concerns(grant, subject) }),
      }),
    ),
    ...come.map((subject): Verdict => ({ rule: rules.added, subject, ...(concerns && { concerns: () => false }) })),
  ]
}

/** Whether something stands there both before and after. */
export function remains({ kind }: Difference): boolean {
  return kind === 'changed'
}

/** A number; undefined is as none given. */
export function numberOf(value: Plain | undefined, absent: number): number {
  return typeof value === 'number' ? value : absent
}
