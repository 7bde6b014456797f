import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, listening, startProcess } from '../../../../test/servers/process.ts'

/** The folder of the programs that serve. */
export const peers: string = import.meta.dirname

/** A program of somebody else that serves SOAP on a port of its own. */
export interface Peer {
  readonly port: number
  stop(): Promise<void>
}

/** A folder that is removed with the peer that has it. */
export function peerFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'berth-soap-'))
}

/** Starts a program and waits until it listens. */
export async function startPeer(
  folder: string,
  firstPort: number,
  command: (port: number) => readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Peer> {
  const port = await freePort(firstPort)
  const settings = {
    environment: { ...process.env, ...environment },
    log: path.join(folder, 'log'),
    remove: folder,
  }
  const server = await startProcess(command(port), settings)
  if (!(await listening(port, server.alive, 20_000))) {
    await server.stop()
    throw new Error(`${command(port).join(' ')} does not listen`)
  }
  return { port, stop: () => server.stop() }
}
