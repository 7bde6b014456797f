import { hash } from 'node:crypto'
import { BlockList } from 'node:net'
import { TLSSocket } from 'node:tls'
import { MIMEType } from 'node:util'
import { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { defaultMaxBodyBytes } from '../http/build-server.ts'
import { goneSignal, header, incoming } from '../http/incoming-request.ts'
import { preferredLanguage } from '../http/preferred-language.ts'
import { noteFailure, requestFailure } from '../http/request-failure.ts'
import type { Admission } from '../service/admission.ts'
import { mentionable } from '../service/given-values.ts'
import type { ServiceJourney } from '../service/service-journey.ts'
import { envelopeText } from './envelope-text.ts'
import { targetNamespace } from './namespaces.ts'
import { readEnvelope, type SoapVersion } from './read-envelope.ts'
import { checkSecurity, readUsernameToken } from './read-username-token.ts'
import { serviceAddress, soapPath } from './service-address.ts'
import { answerEnvelope, faultEnvelope, mediaType } from './soap-answer.ts'
import type { SoapLogins } from './soap-logins.ts'
import { type SoapOperation, soapOperations } from './soap-operations.ts'
import { readQuestion } from './soap-question.ts'
import { rowElements } from './written-values.ts'
import { wsdlDocument } from './wsdl-document.ts'
import type { XmlElement } from './xml-element.ts'
import { attributeText } from './xml-text.ts'

export interface SoapRoutes {
  readonly manifest: DockingManifest
  readonly journey: ServiceJourney
  readonly admission: Admission
  readonly logins: SoapLogins
  /** @default 262144 */
  readonly maxBodyBytes?: number
}

/** Holds the place of the address: no text of a WSDL can hold it. */
const unwritable = '\ufffe'

const mediaTypes = ['text/xml', 'application/soap+xml']

/** The SOAP service: its WSDL and its one address. Both in a scope of their own, where failures are answered as faults. */
export function addSoapRoutes(app: FastifyInstance, routes: SoapRoutes): void {
  const { manifest, journey, admission, logins, maxBodyBytes = defaultMaxBodyBytes } = routes
  const system = manifest.system.id
  const operations = new Map(soapOperations(manifest).map((operation) => [operation.name, operation]))
  let wsdl: readonly string[] | undefined
  app.get(soapPath, (request, reply) => {
    const asked = Object.keys(request.query as object).some((name) => name.toLowerCase() === 'wsdl')
    if (!asked) throw new BerthError('ADDRESS_UNKNOWN')
    const address = serviceAddress(manifest, header(request, 'host'), app.listeningOrigin)
    // Anybody may ask, and that of a large docking takes long to make.
    wsdl ??= wsdlDocument(manifest, unwritable).split(unwritable)
    reply.header('content-type', 'text/xml; charset=utf-8').send(wsdl.join(attributeText(address)))
  })
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(mediaTypes, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))
    scope.setErrorHandler((error, request, reply) => {
      const failure = requestFailure(error, maxBodyBytes, mediaTypes.join(', '))
      return answerFault(failure, system, request, reply)
    })
    scope.post(soapPath, async (request, reply) => {
      const { declared, action } = mediaTypeOf(request)
      const { version, content, security } = readEnvelope(envelopeText(bodyOf(request), declared))
      versions.set(request, version)
      const operation = operationOf(operations, content, system)
      checkAction(operation, version === '1.1' ? header(request, 'soapaction') : action)
      checkSecurity(security)
      const carried = incoming(request)
      const credential =
        carried.signature === undefined
          ? {
              ...logins.credential(readUsernameToken(security), placeOf(request, manifest)),
              question: hash('sha256', bodyOf(request)),
              certificate: carried.certificate,
            }
          : admission.credential(carried)
      const answer = await journey.ask({
        credential,
        resource: operation.resource.id,
        read: () => readQuestion(content, operation),
        write: rowElements,
        signal: goneSignal(reply),
      })
      reply.header('content-type', mediaType(version))
      return reply.send(answerEnvelope(version, system, operation.name, answer))
    })
    done()
  })
}

const versions: WeakMap<FastifyRequest, SoapVersion> = new WeakMap()

/** In the version of the envelope, or where it could not be read, in that of the media type. */
function answerFault(error: BerthError, system: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  noteFailure(request, error)
  const is12 = request.headers['content-type']?.toLowerCase().startsWith('application/soap+xml') === true
  const version = versions.get(request) ?? (is12 ? '1.2' : '1.1')
  const language = preferredLanguage(request.headers['accept-language'])
  const { status, text } = faultEnvelope(version, system, error, language)
  if (error.action === 'retry') reply.header('retry-after', String(error.details['seconds'] ?? 1))
  return reply.code(status).header('content-type', mediaType(version)).send(text)
}

function mediaTypeOf(request: FastifyRequest): {
  readonly declared: string | undefined
  readonly action: string | undefined
} {
  const encoding = header(request, 'content-encoding')
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new BerthError('PARAMETER_INVALID', { parameter: 'Content-Encoding', problem: 'identity' })
  }
  try {
    const { params } = new MIMEType(header(request, 'content-type') ?? '')
    return { declared: params.get('charset') ?? undefined, action: params.get('action') ?? undefined }
  } catch {
    throw new BerthError('PARAMETER_INVALID', { parameter: 'Content-Type', problem: mediaTypes.join(', ') })
  }
}

function bodyOf(request: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(request.body) ? request.body : new Uint8Array()
}

function operationOf(
  operations: ReadonlyMap<string, SoapOperation>,
  content: XmlElement,
  system: string,
): SoapOperation {
  const operation = content.uri === targetNamespace(system) ? operations.get(content.local) : undefined
  if (operation === undefined) throw new BerthError('OPERATION_UNKNOWN', { operation: mentionable(content.local) })
  return operation
}

/** What a gateway in front may have decided on by `SOAPAction` is what is done, or nothing is. */
function checkAction({ action }: SoapOperation, given: string | undefined): void {
  const plain = given?.trim().replace(/^"(.*)"$/, '$1') ?? ''
  if (plain === '' || plain === action) return
  throw new BerthError('PARAMETER_INVALID', { parameter: 'SOAPAction', problem: action })
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** What a proxy adds: the peer is then the proxy, and who asks is elsewhere. */
const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip']

function placeOf(request: FastifyRequest, { soap }: DockingManifest): { peer: string; isProtected: boolean } {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '')
  const isForwarded = forwarding.some((name) => request.headers[name] !== undefined)
  const isLocal = !isForwarded && loopback.check(peer, peer.includes(':') ? 'ipv6' : 'ipv4')
  const isOverTls = !isForwarded && request.raw.socket instanceof TLSSocket
  return { peer, isProtected: isLocal || isOverTls || soap?.behindTls === true }
}
