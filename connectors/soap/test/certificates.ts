import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Secret } from '@berth/core'

/** A private key and its certificate, as files and as texts. */
export interface Certificate {
  readonly certificateFile: string
  readonly keyFile: string
  readonly certificate: string
  readonly key: Secret
}

/** Certificates of a test, in a folder of their own. */
export class Certificates implements Disposable {
  readonly #folder: string = mkdtempSync(path.join(tmpdir(), 'berth-certificates-'))

  make(name: string): Certificate {
    const keyFile = path.join(this.#folder, `${name}.key`)
    const certificateFile = path.join(this.#folder, `${name}.pem`)
    const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`]
    const names = ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost']
    execFileSync('openssl', ['req', ...kind, ...names, '-keyout', keyFile, '-out', certificateFile], {
      stdio: 'ignore',
    })
    return {
      certificateFile,
      keyFile,
      certificate: readFileSync(certificateFile, 'utf8'),
      key: new Secret(readFileSync(keyFile, 'utf8')),
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true })
  }
}
