/**
 * How much a change asks of those who use a docking. `patch`: they notice nothing. `compatible`: what they do goes on,
 * and there is something to know. `breaking`: something that worked is refused, gone, or means something else.
 */
export type ChangeClass = 'patch' | 'compatible' | 'breaking'

/** Every class, from the least to the greatest. */
export const changeClasses: readonly ChangeClass[] = ['patch', 'compatible', 'breaking']

/** One rule by which a change of a manifest is classed (VER-2). The ids are stable. */
export interface ChangeRule {
  readonly class: ChangeClass
  /** It lets more out, or lets it out to more. */
  readonly loosens?: true
  readonly zh: string
  readonly en: string
}
