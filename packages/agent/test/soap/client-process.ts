import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { password } from './soap-docking.ts'

export interface ClientCall {
  readonly version?: '1.1' | '1.2'
  readonly operation?: string
  readonly input?: Readonly<Record<string, unknown>>
  readonly login?: { readonly username?: string; readonly password?: string; readonly digest?: boolean }
  /** An envelope that is held against the schema of the WSDL (zeep's side only). */
  readonly validate?: string
  /** A text that is posted as it is, in a charset of Python's (zeep's side only). */
  readonly post?: string
  readonly charset?: string
  readonly type?: string
  /** Tells what the WSDL offers, and calls nothing. */
  readonly list?: true
}

/** A SOAP client in a process of its own, written in another language with another library. */
export class ClientProcess implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: Interface
  readonly #answers: AsyncIterator<string>
  readonly #wsdl: string

  constructor(program: string, script: string, wsdl: string) {
    const file = fileURLToPath(new URL(`./clients/${script}`, import.meta.url))
    // Without the caller's: a Python of another version would look for its libraries elsewhere.
    const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', PYTHONIOENCODING: 'utf-8', NO_PROXY: '*' }
    this.#child = spawn(program, [file], { stdio: ['pipe', 'pipe', 'inherit'], env })
    // One that has ended is told by the missing answer.
    this.#child.stdin.on('error', () => undefined)
    this.#lines = createInterface(this.#child.stdout)
    this.#answers = this.#lines[Symbol.asyncIterator]()
    this.#wsdl = wsdl
  }

  async tell<Told>(call: ClientCall): Promise<Told> {
    const login = { username: 'housing-fund', password, digest: true, ...call.login }
    this.#child.stdin.write(`${JSON.stringify({ version: '1.1', ...call, login, wsdl: this.#wsdl })}\n`)
    const { value, done } = await this.#answers.next()
    if (done === true) throw new Error('the client ended')
    return JSON.parse(value) as Told
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end()
    if (this.#child.exitCode === null) await once(this.#child, 'close')
    this.#lines.close()
  }
}
