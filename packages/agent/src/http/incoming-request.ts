import { TLSSocket } from 'node:tls'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { IncomingRequest } from '../service/admission.ts'
import { type ShownCertificate, shownCertificate } from '../tls/caller-certificates.ts'

const noBody = Buffer.alloc(0)

/** The parts of a request that its signature binds, and what it carries. */
export function incoming(request: FastifyRequest): IncomingRequest {
  const grant = header(request, 'berth-grant')
  return {
    method: request.method,
    path: request.originalUrl,
    body: Buffer.isBuffer(request.body) ? request.body : noBody,
    signature: header(request, 'berth-signature'),
    grant,
    certificate: certificateOf(request),
    bound: { grant, idempotencyKey: header(request, 'idempotency-key'), rows: header(request, 'berth-rows') },
  }
}

/** The certificate of a connection that had to show one. */
export function certificateOf({ raw: { socket } }: FastifyRequest): ShownCertificate | undefined {
  return socket instanceof TLSSocket && socket.authorized ? shownCertificate(socket, Date.now()) : undefined
}

/** A header that stands once: node joins one that stands several times, and that is no token. */
export function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** Aborts when the caller goes away before its answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}
