import type { Grade, LocalizedText, LogicalType } from '@berth/core'

/**
 * Why a text is not a value of an element. It names the rule that was broken and never the value.
 *
 * `length`: too short or too long. `character`: a character that may not stand where it stands. `shape`: the parts are
 * not arranged as they must be. `date`: a date inside it that no calendar has. `check-digit`: the digit that proves the
 * others does not.
 */
export type ElementProblem = 'length' | 'character' | 'shape' | 'date' | 'check-digit'

/**
 * A data element: the standard definition that a data item refers to by its id (M7). Plain data and pure functions.
 *
 * The functions are called for each record. They keep no state, never throw, and allocate only for a text that they
 * change.
 */
export interface Element {
  /** `person.citizenNumber`. Stable once published. */
  readonly id: string
  readonly title: Required<LocalizedText>
  /** The logical type of a value. Bounded only where the standard bounds it. */
  readonly type: LogicalType
  /** The standard that defines it, `GB 11643-1999`. Absent: none is followed here. */
  readonly standard?: string
  /** Categories an item of this element is labelled with: `personal`, `trade`. */
  readonly categories: readonly string[]
  /** The grade proposed in a draft. Whoever maintains the item decides (GB/T 43697-2024). */
  readonly proposedGrade: Grade
  /** The code table of its values, `gb.sex`, for `codeTable`. Absent: it is not coded. */
  readonly codes?: string
  /**
   * What a draft proposes for values that fail `check`. Absent: they are refused. `warn` where values that were really
   * issued are known to fail.
   */
  readonly onInvalid?: 'warn'
  /** Says what is wrong with a normalised text; undefined when nothing is. Absent: the type is all there is to check. */
  readonly check?: (text: string) => ElementProblem | undefined
  /**
   * Brings another spelling of the same value into the one spelling that is stored and compared: full-width digits, a
   * lower-case check character, separators. Returns the same string where nothing changes, so that a caller can count
   * the changes. A text it cannot make sense of comes back as it is.
   */
  readonly normalise?: (text: string) => string
  /**
   * The text with its identifying part hidden behind asterisks. A text that is too short to hide anything is hidden
   * whole. The result need not be of the element's type. Absent: there is no partial form, show all or nothing.
   */
  readonly mask?: (text: string) => string
}

/** What each problem is called in messages. */
export const elementProblems: Readonly<Record<ElementProblem, Required<LocalizedText>>> = {
  length: { zh: '长度不对', en: 'wrong length' },
  character: { zh: '有不允许的字符', en: 'a character that is not allowed' },
  shape: { zh: '结构不对', en: 'wrong structure' },
  date: { zh: '日期不存在', en: 'a date that does not exist' },
  'check-digit': { zh: '校验位不符', en: 'the check digit does not fit' },
}
