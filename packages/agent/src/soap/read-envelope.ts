import { BerthError } from '@berth/core'
import { namespaces } from './namespaces.ts'
import { attributeOf, envelopeInvalid, onlyChild, readXml, type XmlElement } from './xml-element.ts'

/** The two versions of SOAP. */
export type SoapVersion = '1.1' | '1.2'

/** An envelope, read as far as the protocol goes. */
export interface Envelope {
  readonly version: SoapVersion
  /** The element that names the operation. */
  readonly content: XmlElement
  /** The `wsse:Security` header for us. */
  readonly security: XmlElement | undefined
}

/** Whoever has these roles is the last one that an envelope reaches: us. */
const ours: ReadonlySet<string | undefined> = new Set([
  undefined,
  '',
  'http://schemas.xmlsoap.org/soap/actor/next',
  `${namespaces.envelope12}/role/next`,
  `${namespaces.envelope12}/role/ultimateReceiver`,
])

/** Reads an envelope. Throws `ENVELOPE_INVALID`, `ENVELOPE_VERSION_UNKNOWN` or `HEADER_NOT_UNDERSTOOD`. */
export function readEnvelope(text: string): Envelope {
  const root = readXml(text)
  if (root.local !== 'Envelope') throw envelopeInvalid('the root is not Envelope', root)
  const version = versionOf(root.uri)
  for (const child of root.children) {
    if (child.uri !== root.uri || (child.local !== 'Header' && child.local !== 'Body')) {
      throw envelopeInvalid('neither Header nor Body', child)
    }
  }
  const header = onlyChild(root, root.uri, 'Header')
  const body = onlyChild(root, root.uri, 'Body')
  if (body === undefined) throw envelopeInvalid('no Body', root)
  if (root.children[0] === body && header !== undefined) throw envelopeInvalid('Header behind Body', header)
  const [content, second] = body.children
  if (content === undefined) throw envelopeInvalid('Body is empty', body)
  if (second !== undefined) throw envelopeInvalid('Body has a second element', second)
  return { version, content, security: header === undefined ? undefined : securityOf(header) }
}

/** The version that a namespace of `Envelope` stands for. Throws `ENVELOPE_VERSION_UNKNOWN`. */
function versionOf(uri: string): SoapVersion {
  if (uri === namespaces.envelope11) return '1.1'
  if (uri === namespaces.envelope12) return '1.2'
  throw new BerthError('ENVELOPE_VERSION_UNKNOWN')
}

/** The one header that is known here. Throws where another one for us must be understood. */
function securityOf(header: XmlElement): XmlElement | undefined {
  const { uri } = header
  const forUs = header.children.filter((block) =>
    ours.has(attributeOf(block, uri, 'actor') ?? attributeOf(block, uri, 'role')),
  )
  const [security, second] = forUs.filter((block) => block.uri === namespaces.security && block.local === 'Security')
  if (second !== undefined) throw envelopeInvalid('a second Security', second)
  const unknown = forUs.find((block) => block !== security && mustBeUnderstood(block, uri))
  if (unknown !== undefined) throw notUnderstood(unknown)
  return security
}

function mustBeUnderstood(block: XmlElement, envelope: string): boolean {
  return ['1', 'true'].includes(attributeOf(block, envelope, 'mustUnderstand')?.trim() ?? '')
}

/** The error for a header that cannot be ignored. */
export function notUnderstood({ local }: XmlElement): BerthError {
  return new BerthError('HEADER_NOT_UNDERSTOOD', { element: /^[\w.-]{1,64}$/.test(local) ? local : '?' })
}
