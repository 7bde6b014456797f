import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import { BerthError } from '@berth/core'
import type { Diagnosis } from './diagnosis.ts'

const timeoutMs = 5000

/** Whether the name of a host leads to an address. */
export async function examineName(connection: string, host: string): Promise<Diagnosis> {
  try {
    const { address } = await lookup(host)
    return { examination: 'name', subject: connection, state: 'ok', fact: `${host} → ${address}` }
  } catch (cause) {
    const error = new BerthError('HOST_UNKNOWN', { host }, { cause })
    return { examination: 'name', subject: connection, state: 'failed', error }
  }
}

/** Whether something listens at a port. */
export async function examinePort(connection: string, host: string, port: number): Promise<Diagnosis> {
  const problem = await new Promise<BerthError | undefined>((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs })
    const end = (error?: BerthError): void => {
      socket.destroy()
      resolve(error)
    }
    socket.once('connect', () => end())
    socket.once('timeout', () => end(new BerthError('CONNECT_TIMEOUT', { host, port, timeoutMs })))
    socket.once('error', (cause) => end(new BerthError('CONNECT_REFUSED', { host, port }, { cause })))
  })
  if (problem === undefined) return { examination: 'port', subject: connection, state: 'ok', fact: `${host}:${port}` }
  return { examination: 'port', subject: connection, state: 'failed', error: problem }
}
