import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The openssl command line in a folder of its own: the other side of every exchange of keys and signatures. */
export class OpenSsl {
  readonly #folder = mkdtempSync(join(tmpdir(), 'berth-openssl-'))

  run(...parameters: string[]): string {
    return execFileSync('openssl', parameters, { cwd: this.#folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString()
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.#folder, name), content)
  }

  read(name: string): Buffer {
    return readFileSync(join(this.#folder, name))
  }

  /** Whether openssl holds the signature, DER, of `key.pub` over `message` to be right. */
  holds(...parameters: string[]): boolean {
    try {
      return this.run(...parameters).includes('Verified OK') || parameters[0] === 'pkeyutl'
    } catch {
      return false
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true })
  }
}
