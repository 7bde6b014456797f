import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'

export interface IssueOptions {
  /** @default that its time is now */
  readonly expired?: boolean
  /** @default both */
  readonly usage?: 'clientAuth' | 'serverAuth'
  /** @default this machine */
  readonly host?: string
}

/** A certificate and its key, as files. */
export interface Issued {
  readonly certificate: string
  readonly key: string
}

/** An authority of the openssl command line, in a folder of its own. */
export class Authority implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'berth-authority-'))
  readonly file: string = join(this.folder, 'ca.pem')
  #serial = 0

  constructor() {
    const days = ['-days', '2', '-subj', '/CN=authority']
    this.#openssl(['req', '-x509', ...curve, '-nodes', ...days, '-keyout', 'ca.key', '-out', 'ca.pem'])
  }

  issue(name: string, { expired = false, usage, host = 'IP:127.0.0.1' }: IssueOptions = {}): Issued {
    const id = `${this.#serial++}`
    const extensions = [`subjectAltName=${host}`, ...(usage === undefined ? [] : [`extendedKeyUsage=${usage}`])]
    const added = extensions.flatMap((each) => ['-addext', each])
    this.#openssl([
      'req',
      ...curve,
      '-nodes',
      '-subj',
      `/CN=${name}`,
      ...added,
      '-keyout',
      `${id}.key`,
      '-out',
      `${id}.csr`,
    ])
    const days = ['-days', expired ? '-1' : '2', '-copy_extensions', 'copy']
    this.#openssl([
      'x509',
      '-req',
      '-in',
      `${id}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      ...days,
      '-out',
      `${id}.pem`,
    ])
    return { certificate: join(this.folder, `${id}.pem`), key: join(this.folder, `${id}.key`) }
  }

  #openssl(parameters: readonly string[]): void {
    execFileSync('openssl', parameters, { cwd: this.folder, stdio: 'ignore' })
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true })
  }
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']

/** SHA-256 of a certificate as openssl writes it. */
export function fingerprint({ certificate }: Issued): string {
  const parameters = ['x509', '-in', certificate, '-noout', '-fingerprint', '-sha256']
  return execFileSync('openssl', parameters).toString().trim().split('=')[1] ?? ''
}

export interface TlsCall {
  readonly authority: Authority
  readonly own?: Issued | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface TlsAnswer {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly text: string
  /** The common name of the server's certificate. */
  readonly server: string
}

/** One request over a connection of its own. */
export async function call(url: string, { authority, own, headers = {}, body }: TlsCall): Promise<TlsAnswer> {
  const files = own === undefined ? {} : { cert: readFileSync(own.certificate), key: readFileSync(own.key) }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, {
      method: body === undefined ? 'GET' : 'POST',
      agent: false,
      ca: readFileSync(authority.file),
      ...files,
      headers,
    })
    sent.once('response', resolve).once('error', reject).end(body)
  })
  const server = String((answer.socket as TLSSocket).getPeerCertificate().subject?.CN)
  const content = await text(answer)
  const isJson = answer.headers['content-type']?.includes('json') === true
  return { status: answer.statusCode ?? 0, body: isJson ? JSON.parse(content) : {}, text: content, server }
}
