import { codeTable } from '../codes/find-code.ts'
import { findElement } from '../elements.ts'
import { compoundSurnames, surnames } from '../masks/surnames.ts'

/** How samples of an element are known. */
interface Signal {
  /** How far samples that all pass are believed without a name or a comment; 0 where too much else would pass. */
  readonly alone: number
  /** How far they strengthen what a name or a comment says. */
  readonly support: number
  /** Fewer samples than this say nothing by themselves. */
  readonly leastSamples: number
  /** Whether one sample, with blanks at its ends cut, may be a value of the element. */
  readonly passes: (text: string) => boolean
}

const signals: Readonly<Record<string, Signal>> = {
  'person.citizenNumber': checked('person.citizenNumber', 0.93, 3, 15),
  'organisation.creditCode': checked('organisation.creditCode', 0.93, 3, 18),
  'organisation.organisationCode': checked('organisation.organisationCode', 0.7, 8, 9),
  'bank.cardNumber': checked('bank.cardNumber', 0.7, 12, 16),
  'person.mobilePhone': checked('person.mobilePhone', 0.7, 5, 11),
  'contact.email': checked('contact.email', 0.9, 2, 6),
  'vehicle.plate': checked('vehicle.plate', 0.85, 3, 7),
  'person.phone': { ...checked('person.phone', 0, 3, 7), support: 0.4 },
  'contact.postalCode': { ...checked('contact.postalCode', 0, 3, 6), support: 0.4 },
  'place.division': { ...checked('place.division', 0, 3, 6), support: 0.4 },
  'person.passport': { ...checked('person.passport', 0, 3, 5), support: 0.4 },
  'person.name': { alone: 0.6, support: 0.7, leastSamples: 8, passes: looksLikeName },
  'person.address': { alone: 0.6, support: 0.7, leastSamples: 5, passes: looksLikeAddress },
  'organisation.name': { alone: 0.6, support: 0.7, leastSamples: 5, passes: looksLikeOrganisation },
  'person.sex': coded('gb.sex'),
  'person.maritalStatus': coded('gb.marriage'),
}

/** From this share on samples speak for an element. */
export const leastShare = 0.7

/** What the samples say of an element. */
export interface SampleVerdict {
  /** The share that passes, from 0 to 1. */
  readonly share: number
  readonly support: number
}

/** The elements that samples alone can show, or that they can speak against. */
export const signalledElements: readonly string[] = Object.keys(signals)

/** Tries samples against an element. Undefined when the element has no signal or there are no samples. */
export function sampleVerdict(element: string, texts: readonly string[]): SampleVerdict | undefined {
  const signal = signals[element]
  if (signal === undefined || texts.length === 0) return undefined
  let passing = 0
  for (const text of texts) if (signal.passes(text)) passing++
  const share = passing / texts.length
  return { share, support: share * signal.support }
}

/**
 * How far samples alone show an element, from 0 to 1. It stops at the first sample that rules it out, for a column is
 * tried against every element that it is not.
 */
export function samplesAlone(element: string, texts: readonly string[]): number {
  const signal = signals[element]
  if (signal === undefined || signal.alone === 0 || texts.length < signal.leastSamples) return 0
  const mostFailing = texts.length * (1 - leastShare) + 1e-9
  let failing = 0
  for (const text of texts) {
    if (signal.passes(text)) continue
    failing++
    if (failing > mostFailing) return 0
  }
  return signal.alone * (1 - failing / texts.length)
}

function checked(id: string, alone: number, leastSamples: number, leastLength: number): Signal {
  const element = findElement(id)
  const passes = (text: string): boolean => {
    if (text.length < leastLength) return false
    return element?.check?.(element.normalise?.(text) ?? text) === undefined
  }
  return { alone, support: alone, leastSamples, passes }
}

/** Codes and their other spellings are too short to be known by themselves; they support what a name says. */
function coded(tableId: string): Signal {
  const spellings = new Set<string>()
  for (const { code, aliases } of codeTable(tableId)?.entries ?? []) {
    for (const spelling of [code, ...(aliases ?? [])]) spellings.add(spelling)
  }
  return { alone: 0, support: 0.6, leastSamples: 3, passes: (text) => spellings.has(text) }
}

function looksLikeName(text: string): boolean {
  const length = text.length
  if (length < 2 || length > 4 || !isHan(text)) return false
  return surnames.has(text.charAt(0)) || compoundSurnames.has(text.slice(0, 2))
}

const addressSigns = ['省', '市', '区', '县', '乡', '镇', '村', '街', '路', '巷', '号', '栋', '室']

function looksLikeAddress(text: string): boolean {
  if (text.length < 6) return false
  let signs = 0
  for (const sign of addressSigns) if (text.includes(sign)) signs++
  return signs >= 2
}

const organisationEnds =
  /(?:公司|厂|店|局|厅|委员会|委|办公室|中心|医院|学校|大学|学院|中学|小学|幼儿园|合作社|银行|支行|协会|基金会|事务所|研究院|研究所|派出所|街道办事处|人民政府|商行|经营部|集团)$/

function looksLikeOrganisation(text: string): boolean {
  return text.length >= 4 && organisationEnds.test(text)
}

function isHan(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x3400 || unit > 0x9fff) return false
  }
  return true
}
