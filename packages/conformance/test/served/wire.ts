import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'

/** What goes over the line of the served store: texts, each a line with its digest before it. */
export class Wire {
  readonly #socket: Socket
  readonly #heard: string[] = []
  #rest = ''
  #wake: (() => void) | undefined
  #over = false

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('error', () => undefined)
    socket.on('data', (text) => {
      const lines = `${this.#rest}${String(text)}`.split('\n')
      this.#rest = lines.pop() ?? ''
      this.#heard.push(...lines)
      this.#wake?.()
    })
    socket.on('close', () => {
      this.#over = true
      this.#wake?.()
    })
  }

  get over(): boolean {
    return this.#over
  }

  say(told: unknown): void {
    const text = JSON.stringify(told, (_, value: unknown) =>
      value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value,
    )
    this.#socket.write(`${digestOf(text)} ${text}\n`)
  }

  /** The next that was said. Undefined when the line is over; a `TypeError` for what was damaged on the way. */
  async hear(): Promise<unknown> {
    while (this.#heard.length === 0) {
      if (this.#over) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const line = this.#heard.shift() ?? ''
    const at = line.indexOf(' ')
    const text = line.slice(at + 1)
    if (digestOf(text) !== line.slice(0, at)) throw new TypeError('the line was damaged')
    return JSON.parse(text, (_, value: unknown) => {
      const bytes = (value as { readonly bytes?: unknown } | null)?.bytes
      return typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : value
    })
  }

  end(): void {
    this.#socket.destroy()
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
