import { spawn } from 'node:child_process'
import { connect, type Socket } from 'node:net'

/** An address that no SYN is answered from: a listener that accepts nothing, with its queue full. */
export async function startBlackHole(): Promise<AsyncDisposable & { readonly port: number }> {
  const script = `const server = require('node:net').createServer()
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
  const port = await new Promise<number>((resolve) => {
    child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())))
  })
  const waiting: Socket[] = []
  while (await isAnswered(port, waiting));
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of waiting) socket.destroy()
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

function isAnswered(port: number, waiting: Socket[]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    waiting.push(socket)
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(true))
    setTimeout(() => resolve(false), 300)
  })
}
