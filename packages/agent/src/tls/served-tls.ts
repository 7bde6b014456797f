import { constants } from 'node:crypto'
import { Server } from 'node:https'
import type { Socket } from 'node:net'
import { resolve } from 'node:path'
import type { SecureContextOptions } from 'node:tls'
import type { BerthError } from '@berth/core'
import type { DockingManifest } from '@berth/manifest'
import { type Certificates, type FilesInTurn, filesInTurn, readCertificateFiles } from '@berth/trust'
import type { Logger } from 'pino'
import { logError } from '../http/log-error.ts'
import type { ScheduledTask } from '../schedule/schedule.ts'

const dayMs = 86_400_000
/** How long before its end a certificate is warned of. */
const warnMs = 30 * dayMs

/** The TLS of the agent's own service, its files followed. */
export class ServedTls {
  /** Whether callers have to show a certificate. */
  readonly asksClients: boolean
  readonly #files: FilesInTurn<Certificates>
  readonly #log: Logger
  #accepted: WeakSet<object> = new WeakSet()
  readonly #begun: Map<string, Certificates> = new Map()
  #served: Certificates
  #warnedAt = 0

  private constructor(files: FilesInTurn<Certificates>, served: Certificates, asksClients: boolean, log: Logger) {
    this.#files = files
    this.#served = served
    this.asksClients = asksClients
    this.#log = log
    this.#warn()
  }

  /** Reads the files of the manifest; undefined where it wants no TLS. Rejects with `CERTIFICATE_UNUSABLE`. */
  static async open({ serve, folder }: DockingManifest, log: Logger): Promise<ServedTls | undefined> {
    if (serve?.tls === undefined) return undefined
    const { certificate, key, clients } = serve.tls
    const place = (file: string): string => resolve(folder, file)
    const names = {
      certificate: place(certificate),
      key: place(key),
      ...(clients === undefined ? {} : { authorities: place(clients.authorities) }),
    }
    const onProblem = (problem: BerthError): void =>
      log.warn({ error: logError(problem) }, 'certificate not taken up, the one before stays')
    const files = filesInTurn(Object.values(names), () => readCertificateFiles(names), { onProblem })
    return new ServedTls(files, await files.current(), clients !== undefined, log)
  }

  /** What the server begins with. Whoever shows no good certificate is refused at its first request, which can be told why. */
  get options(): SecureContextOptions & { readonly requestCert: boolean; readonly rejectUnauthorized: false } {
    return { ...this.#context(), requestCert: this.asksClients, rejectUnauthorized: false }
  }

  /** Notes a connection before its handshake, which goes by the files of this moment however long it takes. */
  begin(socket: Socket): void {
    const peer = peerOf(socket)
    this.#begun.set(peer, this.#served)
    socket.once('close', () => this.#begun.delete(peer))
  }

  /** Notes a connection whose handshake is done. */
  accept(socket: Socket): void {
    if (this.#begun.get(peerOf(socket)) === this.#served) this.#accepted.add(socket)
  }

  /** Whether a connection came up under the files in use. On another, an authority that is gone by now may have vouched. */
  isCurrent(socket: object): boolean {
    return this.#accepted.has(socket)
  }

  /** What the schedule has to do for it: new connections get what stands in the files by then. @param everyMs how often they are looked at. @default 5000 */
  task(server: unknown, everyMs = 5000): ScheduledTask {
    return { name: 'certificates', everyMs, run: () => this.renew(server) }
  }

  /** Takes up what stands in the files now. */
  async renew(server: unknown): Promise<void> {
    if (!(server instanceof Server)) throw new TypeError('the server has no TLS')
    const current = await this.#files.current()
    if (current === this.#served) return this.#warn()
    this.#served = current
    server.setSecureContext(this.#context())
    this.#accepted = new WeakSet()
    server.closeIdleConnections()
    this.#log.info('certificates taken up')
    this.#warnedAt = 0
    this.#warn()
  }

  #context(): SecureContextOptions {
    const { authorities, own } = this.#served
    return {
      ...(own === undefined ? {} : { cert: own.certificate, key: own.key }),
      ...(authorities === undefined ? {} : { ca: authorities }),
      minVersion: 'TLSv1.2',
      // A resumed session brings the verdict on its certificate with it.
      ...(this.asksClients ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
    }
  }

  /** Once a day: an agent may run on for longer than its certificate. */
  #warn(): void {
    const { expiresAt = Number.POSITIVE_INFINITY } = this.#served.own ?? {}
    const now = Date.now()
    if (expiresAt - now > warnMs || now - this.#warnedAt < dayMs) return
    this.#warnedAt = now
    this.#log.warn(
      { expiresAt: new Date(expiresAt).toISOString() },
      'the certificate of this agent ends soon, or has ended',
    )
  }
}

/** What tells a connection from all others while it lasts. */
function peerOf({ localAddress, localPort, remoteAddress, remotePort }: Socket): string {
  return [localAddress, localPort, remoteAddress, remotePort].join()
}
