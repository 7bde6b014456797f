import {
  type Column,
  type Dataset,
  formatLogicalType,
  type Grade,
  type Language,
  type LocalizedText,
  type Value,
} from '@berth/core'
import { type Detection, detectCodeColumn, detectElement, type Element, findElement } from '@berth/elements'
import { commentTitle, holdsCredentials, oneLine, speaksOfSecrets } from './column-words.ts'
import { elementItemId } from './draft-ids.ts'
import type { DraftedItem } from './drafted.ts'
import { listed, phrase } from './wording.ts'

/** A column and what it was taken for. */
export interface ExaminedColumn {
  readonly column: Column
  readonly inKey: boolean
  readonly samples: readonly Value[]
  readonly detection?: Detection
  /** The element to write. Absent: none is sure enough, or the column cannot hold it as it is. */
  readonly element?: Element
  /** Why it gets no grade, so that it never leaves: state secrets (MAN-3), passwords. Absent: it gets one. */
  readonly ungraded?: 'stateSecret' | 'credentials'
}

/** What else an item is drafted from. */
export interface ItemDraft {
  readonly id: string
  /** Whether another column of the dataset was taken for the same element. */
  readonly repeated: boolean
  /** Undefined: that of the connection. */
  readonly charset: string | undefined
  readonly language: Language
}

/** Less sure than this is said in the comment only. */
const sureEnough = 0.5

/** Looks at a column and its samples, in memory only (SEC-2). */
export function examineColumn(column: Column, dataset: Dataset, samples: readonly Value[]): ExaminedColumn {
  const inKey = dataset.key.includes(column.name)
  if (speaksOfSecrets(column.comment) || speaksOfSecrets(dataset.comment)) {
    return { column, inKey, samples, ungraded: 'stateSecret' }
  }
  if (holdsCredentials(column)) return { column, inKey, samples, ungraded: 'credentials' }
  const detection = detectElement({ ...column, samples })
  const element = detection === undefined ? undefined : usable(column, detection)
  return {
    column,
    inKey,
    samples,
    ...(detection === undefined ? {} : { detection }),
    ...(element === undefined ? {} : { element }),
  }
}

function usable(column: Column, detection: Detection): Element | undefined {
  const element = findElement(detection.element)
  if (element === undefined || detection.confidence < sureEnough) return undefined
  if (column.type.name === 'text' && (element.type.name === 'date' || element.type.name === 'datetime')) {
    return detection.datePattern?.type === element.type.name ? element : undefined
  }
  return element
}

/** Drafts the item of a column. */
export function draftItem(examined: ExaminedColumn, { id, repeated, charset, language }: ItemDraft): DraftedItem {
  const { column, element, detection } = examined
  const comment = oneLine(column.comment)
  const title = titleOf(examined, repeated, language)
  const grade = proposedGrade(examined)
  const type = typeOf(examined)
  const pattern = detection?.datePattern
  const format = pattern !== undefined && (element !== undefined || type === pattern.type) ? pattern.pattern : undefined
  return {
    id,
    title,
    ...(comment === '' || comment === title.zh ? {} : { semantics: comment }),
    ...(element === undefined ? {} : { element: element.id }),
    ...(type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    from: column.name,
    ...(charset === undefined ? {} : { charset }),
    ...(grade === undefined ? {} : { grade }),
    ...(element?.onInvalid === undefined ? {} : { onInvalid: element.onInvalid }),
    remark: remark(examined, charset, language),
  }
}

function titleOf({ column, detection }: ExaminedColumn, repeated: boolean, language: Language): LocalizedText {
  if (column.comment !== undefined && oneLine(column.comment) !== '') return { zh: commentTitle(column.comment) }
  // A Chinese name is the department's own word.
  if (/\p{Script=Han}/u.test(column.name)) return { zh: commentTitle(column.name) }
  if (detection === undefined || detection.confidence < sureEnough) return { zh: column.name }
  const element = findElement(detection.element)
  if (element === undefined) return { zh: column.name }
  const tells = !repeated && elementItemId(element.id) !== undefined
  const zh = tells ? element.title.zh : `${element.title.zh}（${column.name}）`
  if (language === 'zh') return { zh }
  return { zh, en: tells ? element.title.en : `${element.title.en} (${column.name})` }
}

/** Beside an element the type stands only where it bounds what the element leaves open. */
function typeOf({ column, element, detection }: ExaminedColumn): string | undefined {
  const type = formatLogicalType(column.type)
  if (element === undefined) {
    const temporal = column.type.name === 'text' && (detection?.confidence ?? 0) >= sureEnough
    return temporal && detection?.datePattern !== undefined ? detection.datePattern.type : type
  }
  return element.id === 'money.amount' && column.type.name === 'decimal' && type !== 'decimal' ? type : undefined
}

const strict: Grade = 3

function proposedGrade({ column, detection, ungraded }: ExaminedColumn): Grade | undefined {
  if (ungraded !== undefined) return undefined
  if (detection !== undefined && detection.confidence >= sureEnough) return detection.grade
  const unknown = unknownGrade(column)
  const guessed = detection?.grade
  return typeof guessed === 'number' && typeof unknown === 'number' && guessed > unknown ? guessed : unknown
}

/** Free text may hold anything, a picture or document more; numbers, dates and flags hold less. */
function unknownGrade({ type }: Column): Grade {
  if (type.name === 'binary') return 4
  return type.name === 'text' || type.name === 'json' ? strict : 2
}

function remark(examined: ExaminedColumn, charset: string | undefined, language: Language): string {
  const { detection, element, samples, inKey, ungraded } = examined
  if (ungraded !== undefined) return phrase(ungraded, language)
  const parts: string[] = []
  if (inKey) parts.push(phrase('key', language))
  if (detection === undefined) {
    const codes = inKey ? undefined : detectCodeColumn(samples)
    if (codes !== undefined) parts.push(phrase('codes', language, { count: String(codes.distinct) }))
    else if (!inKey) parts.push(phrase('unknown', language))
  } else {
    const name = element !== undefined ? 'proposed' : detection.confidence < sureEnough ? 'perhaps' : 'unused'
    const title = findElement(detection.element)?.title[language] ?? detection.element
    const percent = String(Math.round(detection.confidence * 100))
    parts.push(phrase(name, language, { title, percent, reasons: listed(detection.reasons, language) }))
  }
  if (charset !== undefined) parts.push(phrase('charset', language, { charset }))
  return parts.join(language === 'zh' ? '；' : '; ')
}
