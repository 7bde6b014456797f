import type { BerthError, Language } from '@berth/core'
import { problemOf } from '../http/problem.ts'
import type { GivenAnswer } from '../service/service-journey.ts'
import { namespaces, targetNamespace } from './namespaces.ts'
import type { SoapVersion } from './read-envelope.ts'
import { elementText } from './xml-text.ts'

/** How each version is written. */
const versions = {
  '1.1': { envelope: namespaces.envelope11, mediaType: 'text/xml; charset=utf-8' },
  '1.2': { envelope: namespaces.envelope12, mediaType: 'application/soap+xml; charset=utf-8' },
} as const

/** The media type of what is answered in a version. */
export function mediaType(version: SoapVersion): string {
  return versions[version].mediaType
}

/** The envelope of an answer; its rows are elements already. */
export function answerEnvelope(
  version: SoapVersion,
  system: string,
  operation: string,
  answer: GivenAnswer<string>,
): string {
  const { resource, rows, more, asOf, masked = [], withheld, receipt } = answer
  const hidden = masked.map((item) => `<b:Masked>${item}</b:Masked>`).join('')
  const time = asOf === undefined ? '' : `<b:AsOf>${asOf}</b:AsOf>`
  const held = withheld.map(
    ({ item, reason }) => `<b:Withheld><b:Item>${item}</b:Item><b:Reason>${reason}</b:Reason></b:Withheld>`,
  )
  const content = [
    `<b:${operation}Response xmlns:b="${targetNamespace(system)}" xmlns:xsi="${namespaces.instance}">`,
    `<b:Resource>${elementText(resource)}</b:Resource>${rows}<b:More>${more}</b:More>${time}${hidden}${held.join('')}`,
    `<b:Receipt><b:Number>${receipt.number}</b:Number><b:Hash>${receipt.hash}</b:Hash></b:Receipt>`,
    `</b:${operation}Response>`,
  ]
  return envelope(version, content.join(''))
}

/** What a fault says and with which status it goes. */
export interface Fault {
  readonly status: number
  readonly text: string
}

/** A refusal or failure as a fault: the same words as a problem in JSON, the code and both languages in its detail. */
export function faultEnvelope(version: SoapVersion, system: string, error: BerthError, language: Language): Fault {
  const told = { zh: problemOf(error, 'zh'), en: problemOf(error, 'en') }
  const words = (name: string, pick: (problem: (typeof told)['zh']) => string): string =>
    (['zh', 'en'] as const)
      .map((each) => `<b:${name} language="${each}">${elementText(pick(told[each]))}</b:${name}>`)
      .join('')
  const detail = [
    `<b:Problem xmlns:b="${targetNamespace(system)}"><b:Code>${error.code}</b:Code>`,
    `<b:Origin>${error.origin}</b:Origin><b:Action>${error.action}</b:Action>`,
    words('Message', ({ message }) => message),
    words('Next', ({ next }) => next),
    '</b:Problem>',
  ].join('')
  const reason = elementText(`${error.code}: ${told[language].message}`)
  const isCallers = error.status < 500
  if (version === '1.1') {
    const code = special[error.code] ?? (isCallers ? 'Client' : 'Server')
    const fault = `<faultcode>s:${code}</faultcode><faultstring xml:lang="${language}">${reason}</faultstring><detail>${detail}</detail>`
    // SOAP 1.1, 6.2: a fault goes with 500, whoever is at fault.
    return { status: 500, text: envelope(version, `<s:Fault>${fault}</s:Fault>`) }
  }
  const code = special[error.code] ?? (isCallers ? 'Sender' : 'Receiver')
  const fault = `<s:Code><s:Value>s:${code}</s:Value></s:Code><s:Reason><s:Text xml:lang="${language}">${reason}</s:Text></s:Reason><s:Detail>${detail}</s:Detail>`
  return { status: code === 'Sender' ? 400 : 500, text: envelope(version, `<s:Fault>${fault}</s:Fault>`) }
}

/** The codes of faults that both versions have beside whose fault it is. */
const special: Readonly<Partial<Record<string, string>>> = {
  ENVELOPE_VERSION_UNKNOWN: 'VersionMismatch',
  HEADER_NOT_UNDERSTOOD: 'MustUnderstand',
}

function envelope(version: SoapVersion, content: string): string {
  const uri = versions[version].envelope
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="${uri}"><s:Body>${content}</s:Body></s:Envelope>`
}
