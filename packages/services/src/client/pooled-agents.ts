import { type AgentOptions, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import type { AllowedHosts } from './allowed-hosts.ts'
import type { ClientSettings } from './client-settings.ts'

type Connect = HttpAgent['createConnection']

/** The lines to a service, kept open between calls until the end of the session. */
export interface PooledAgents {
  readonly httpAgent: HttpAgent
  readonly httpsAgent: HttpsAgent
  close(): void
}

export function pooledAgents(settings: ClientSettings, hosts: AllowedHosts): PooledAgents {
  const { proxy, certificates, connectTimeoutMs } = settings
  const options: AgentOptions = {
    keepAlive: true,
    maxSockets: settings.maxConnections,
    maxFreeSockets: settings.maxConnections,
    scheduling: 'lifo',
    // A proxy resolves names itself.
    ...(proxy === undefined ? { lookup: hosts.lookup } : {}),
  }
  const httpAgent = new HttpAgent(options)
  const httpsAgent = new HttpsAgent({
    ...options,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...(certificates.authorities === undefined ? {} : { ca: certificates.authorities }),
    ...(certificates.certificate === undefined ? {} : { cert: certificates.certificate }),
    ...(certificates.key === undefined ? {} : { key: certificates.key.reveal() }),
    ...(certificates.passphrase === undefined ? {} : { passphrase: certificates.passphrase.reveal() }),
  })
  if (proxy === undefined) {
    limitConnecting(httpAgent, 'connect', connectTimeoutMs)
    limitConnecting(httpsAgent, 'secureConnect', connectTimeoutMs)
  }
  return {
    httpAgent,
    httpsAgent,
    close: () => {
      httpAgent.destroy()
      httpsAgent.destroy()
    },
  }
}

/** What a line that did not come up in time fails with, as if the operating system had said so. */
function notConnected(): Error {
  return Object.assign(new Error('not connected in time'), { code: 'ETIMEDOUT', syscall: 'connect' })
}

function limitConnecting(agent: HttpAgent, connected: 'connect' | 'secureConnect', timeoutMs: number): void {
  const connect: Connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback): Duplex | null | undefined => {
    const socket = connect(options, callback)
    if (socket === null || socket === undefined) return socket
    const timer = setTimeout(() => socket.destroy(notConnected()), timeoutMs)
    for (const event of [connected, 'close']) socket.once(event, () => clearTimeout(timer))
    return socket
  }
}
