import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { BerthError, type Receipt } from '@berth/core'
import {
  type CertificateFiles,
  certifiedLine,
  generateKey,
  type KeyAlgorithm,
  keyAlgorithm,
  keyAlgorithms,
  loadOrCreateKey,
  readCertificateFiles,
  type SigningKey,
} from '@berth/trust'
import { type Logger, pino } from 'pino'
import { loadAdminToken } from './enrolment/admin-token.ts'
import { createEnrolmentCode, type EnrolmentCodeRequest } from './enrolment/enrolment-codes.ts'
import { seenRequests } from './enrolment/seen-requests.ts'
import { listGrants, revokeGrant, type StoredGrant } from './grants/grants.ts'
import { type GrantRequest, type IssuedGrant, issueGrant } from './grants/issue-grant.ts'
import { adminRoutes } from './http/admin-routes.ts'
import { apiRoutes } from './http/api-routes.ts'
import { authenticator } from './http/authenticate.ts'
import { createServer } from './http/create-server.ts'
import { pageRoutes } from './page/page-routes.ts'
import type { PlatformContext } from './platform-context.ts'
import { type ReceiptsRequest, readReceipts } from './receipts/read-receipts.ts'
import type { ReportRule } from './reports/report-rule.ts'
import { openPGliteStore } from './store/open-pglite-store.ts'

export interface PlatformOptions {
  /** Database, key and administrator's token are kept here. Absent: in memory, gone at the end. */
  readonly folder?: string
  /** @default '127.0.0.1' */
  readonly host?: string
  /** 0: any free port. @default 0 */
  readonly port?: number
  /** Absent: nothing is logged. */
  readonly log?: Logger
  /**
   * The one algorithm of every key here: the platform's own, and those that parties enrol with. Absent: parties may have either, and a new
   * key of the platform is Ed25519.
   */
  readonly algorithm?: KeyAlgorithm
  /** The platform's id as a party. @default 'platform' */
  readonly id?: string
  /** For one forwarded request, the last byte of the agent's answer included. @default 30000 */
  readonly forwardTimeoutMs?: number
  /** The most bytes of an agent's answer. @default 8388608 */
  readonly maxAnswerBytes?: number
  /** What a docking has to prove before it is published, by a signed conformance report. @default nothing */
  readonly reportRule?: ReportRule
  /** Authorities of agents, and the certificate that they are shown. @default the authorities that Node knows, and none */
  readonly agentTls?: CertificateFiles
  /** The most bytes of a batch. @default 33554432 */
  readonly maxBatchBytes?: number
  /** Milliseconds since 1970. @default the machine's clock */
  readonly now?: () => number
}

/** What the administrator does, without HTTP. */
export interface Administration {
  createEnrolmentCode(request: EnrolmentCodeRequest): Promise<{ code: string }>
  issueGrant(request: GrantRequest): Promise<IssuedGrant>
  revokeGrant(id: string): Promise<StoredGrant>
  listGrants(): Promise<StoredGrant[]>
  receipts(request?: ReceiptsRequest): Promise<Receipt[]>
}

/** A platform that runs. */
export interface RunningPlatform extends AsyncDisposable {
  /** `http://127.0.0.1:41234` */
  readonly url: string
  readonly adminToken: string
  readonly administer: Administration
  /** Answers what has begun, then ends server and database. */
  close(): Promise<void>
}

/**
 * Starts the reference platform.
 *
 * Errors: `PORT_IN_USE`, `STATE_LOCKED` (another platform runs on the folder), `STATE_CORRUPT`, `DIRECTORY_UNWRITABLE`,
 * `FILE_UNWRITABLE`, `KEY_FILE_UNUSABLE`, `CERTIFICATE_UNUSABLE`.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<RunningPlatform> {
  const { folder, host = '127.0.0.1', port = 0, id = 'platform', log = pino({ enabled: false }) } = options
  const { agentTls } = options
  // What cannot be used is told now, not with the first question.
  if (agentTls !== undefined) await readCertificateFiles(agentTls)
  const store = await openPGliteStore(folder)
  try {
    const key = await ownKey(folder, id, options.algorithm)
    const adminToken = await loadAdminToken(folder === undefined ? undefined : join(folder, 'admin.token'))
    const context: PlatformContext = {
      store,
      key,
      algorithms: options.algorithm === undefined ? keyAlgorithms : [options.algorithm],
      now: options.now ?? Date.now,
      forwardTimeoutMs: options.forwardTimeoutMs ?? 30_000,
      maxAnswerBytes: options.maxAnswerBytes ?? 8_388_608,
      reportRule: options.reportRule,
      agentLine: agentTls === undefined ? undefined : certifiedLine(agentTls),
    }
    const server = createServer(log)
    apiRoutes(server, context, authenticator(context, seenRequests(store)), {
      publicationBytes: 8_388_608,
      batchBytes: options.maxBatchBytes ?? 33_554_432,
    })
    adminRoutes(server, context, adminToken)
    pageRoutes(server, context)
    await listen(() => server.listen({ host, port }), host, port)
    const address = server.server.address() as AddressInfo
    let closing: Promise<void> | undefined
    const close = (): Promise<void> => {
      closing ??= server.close().then(() => store.close())
      return closing
    }
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
      adminToken,
      administer: administration(context),
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function listen(start: () => Promise<string>, host: string, port: number): Promise<void> {
  try {
    await start()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE') throw new BerthError('PORT_IN_USE', { host, port }, { cause })
    throw new BerthError('INTERNAL', { subject: `listen ${code ?? 'unknown'}` }, { cause })
  }
}

async function ownKey(
  folder: string | undefined,
  id: string,
  algorithm: KeyAlgorithm | undefined,
): Promise<SigningKey> {
  if (folder === undefined) return generateKey(id, algorithm)
  const file = join(folder, 'platform.key')
  const key = await loadOrCreateKey(file, id, algorithm)
  if (algorithm === undefined || keyAlgorithm(key) === algorithm) return key
  throw new BerthError('KEY_FILE_UNUSABLE', { file, problem: `it holds a key of ${keyAlgorithm(key)}` })
}

function administration(context: PlatformContext): Administration {
  return {
    createEnrolmentCode: (request) => createEnrolmentCode(context, request),
    issueGrant: (request) => issueGrant(context, request),
    revokeGrant: (id) => revokeGrant(context, id),
    listGrants: () => listGrants(context),
    receipts: (request) => readReceipts(context.store, request),
  }
}
