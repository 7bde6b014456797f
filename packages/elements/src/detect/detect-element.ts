import type { Grade, LocalizedText, LogicalType } from '@berth/core'
import { findElement } from '../elements.ts'
import type { ColumnEvidence, Detection } from './column-evidence.ts'
import { commentHints, isChinese } from './comment-hints.ts'
import { type DatePattern, detectDatePattern } from './detect-date-pattern.ts'
import { nameHints } from './name-hints.ts'
import { leastShare, samplesAlone, sampleVerdict, signalledElements } from './sample-signal.ts'
import { sampleTexts } from './sample-texts.ts'
import { typeFits } from './type-fit.ts'

/** Below this nothing is proposed. */
const leastConfidence = 0.3
const mostConfidence = 0.99
/** A comment that names something else makes a name less credible. */
const strangeComment = 0.45
/** What is left of a belief that most samples speak against. */
const contradicted = 0.3
/** A name and a comment alone are no proof. */
const mostWithoutSamples = 0.9
const enoughToContradict = 5
const typeAlone = 0.5
/** A guess less sure than this proposes at least the grade of a text nobody knows. */
const sureEnough = 0.6
const datesAlone = 0.6

type Reasons = readonly Required<LocalizedText>[]

interface Belief {
  readonly element: string
  readonly confidence: number
  readonly reasons: Reasons
}

const byName = { zh: '列名', en: 'name' }
const byComment = { zh: '注释', en: 'comment' }
const byType = { zh: '列类型', en: 'type' }
const bySamples = { zh: '样本校验', en: 'samples' }
const againstSamples = { zh: '样本不符', en: 'samples disagree' }

/**
 * Takes an unknown column for the data element that its name (pinyin, English, Chinese), its comment, its type and its
 * samples speak for most. Undefined when nothing speaks for one enough.
 *
 * Identifiers that carry a check digit are known by their samples alone; what a name says is lowered where most of the
 * samples fail.
 */
export function detectElement(column: ColumnEvidence): Detection | undefined {
  const texts = column.samples === undefined ? [] : sampleTexts(column.samples)
  const datePattern = column.type.name === 'text' && texts.length > 0 ? detectDatePattern(texts) : undefined
  let best: Belief | undefined
  for (const belief of beliefs(column, texts, datePattern)) {
    if (belief.confidence > (best?.confidence ?? 0)) best = belief
  }
  if (best === undefined || best.confidence < leastConfidence) return undefined
  const dated = findElement(best.element)?.type.name.startsWith('date') === true
  return {
    element: best.element,
    confidence: Math.min(mostConfidence, Math.round(best.confidence * 100) / 100),
    grade: proposedGrade(best),
    reasons: best.reasons,
    ...(dated && datePattern !== undefined ? { datePattern } : {}),
  }
}

function proposedGrade({ element, confidence }: Belief): Grade {
  const grade = findElement(element)?.proposedGrade ?? 3
  return confidence < sureEnough && (grade === 1 || grade === 2) ? 3 : grade
}

function beliefs(column: ColumnEvidence, texts: readonly string[], datePattern: DatePattern | undefined): Belief[] {
  const named = namedBeliefs(column, datePattern)
  const result = named.map((belief) => tried(belief, texts, column.type, datePattern))
  const known = new Set(named.map((belief) => belief.element))
  for (const element of texts.length === 0 ? [] : signalledElements) {
    if (known.has(element) || !typeFits(element, column.type)) continue
    const alone = samplesAlone(element, texts)
    if (alone > 0) result.push({ element, confidence: alone, reasons: [bySamples] })
  }
  const temporal = temporalElement(column.type, datePattern)
  if (temporal !== undefined && !known.has(temporal)) {
    const typed = column.type.name !== 'text'
    const reasons = [typed ? byType : bySamples]
    result.push({ element: temporal, confidence: typed ? typeAlone : datesAlone, reasons })
  }
  return result
}

/** What name and comment say of the elements that the column's type can hold. */
function namedBeliefs(column: ColumnEvidence, datePattern: DatePattern | undefined): Belief[] {
  const comment = column.comment?.trim() ?? ''
  const fromComment = comment === '' ? new Map<string, number>() : commentHints(comment)
  const fromName = isChinese(column.name) ? commentHints(column.name) : nameHints(column.name)
  const strange = comment !== '' && fromComment.size === 0
  const found = new Map<string, Belief>()
  const add = (hinted: string, weight: number, reason: Required<LocalizedText>): void => {
    const element = timed(hinted, column.type, datePattern)
    if (!typeFits(element, column.type)) return
    const before = found.get(element)
    found.set(element, {
      element,
      confidence: Math.min(mostWithoutSamples, either(before?.confidence ?? 0, weight)),
      reasons: [...(before?.reasons ?? []), reason],
    })
  }
  for (const [element, weight] of fromName) add(element, strange ? weight * strangeComment : weight, byName)
  for (const [element, weight] of fromComment) add(element, weight, byComment)
  return [...found.values()]
}

/** A belief after the samples were looked at. */
function tried(
  belief: Belief,
  texts: readonly string[],
  type: LogicalType,
  datePattern: DatePattern | undefined,
): Belief {
  const { element, confidence, reasons } = belief
  if (temporalElement(type, undefined) !== undefined) {
    return {
      element,
      confidence: Math.min(mostWithoutSamples, either(confidence, typeAlone)),
      reasons: [...reasons, byType],
    }
  }
  const verdict =
    type.name === 'text' && findElement(element)?.type.name.startsWith('date') === true
      ? { share: datePattern?.share ?? 0, support: datePattern === undefined ? 0 : datesAlone }
      : sampleVerdict(element, texts)
  if (verdict === undefined || texts.length === 0) return belief
  if (verdict.share >= leastShare) {
    return { element, confidence: either(confidence, verdict.support), reasons: [...reasons, bySamples] }
  }
  if (texts.length < enoughToContradict || verdict.share >= 0.3) return belief
  return { element, confidence: confidence * contradicted, reasons: [...reasons, againstSamples] }
}

/** A date in a column that holds times too is a date and time, and the reverse. */
function timed(element: string, type: LogicalType, datePattern: DatePattern | undefined): string {
  if (element !== 'event.date' && element !== 'event.datetime') return element
  return temporalElement(type, datePattern) ?? element
}

function temporalElement(type: LogicalType, datePattern: DatePattern | undefined): string | undefined {
  if (type.name === 'date' || datePattern?.type === 'date') return 'event.date'
  if (type.name === 'datetime' || datePattern !== undefined) return 'event.datetime'
  return undefined
}

function either(first: number, second: number): number {
  return 1 - (1 - first) * (1 - second)
}
