import type { KitAgentSettings } from '@berth/conformance'
import { BerthError } from '@berth/core'

/** What the command line says of where a platform is, and of how it reaches the kit. */
export interface GivenPlace {
  readonly platform: string
  readonly agentUrl: string | undefined
  readonly agentListen: string | undefined
  readonly yes: boolean
}

/** Where a platform is, and where the kit's own agent is for it. */
export interface PlatformPlace {
  readonly url: string
  readonly agent: KitAgentSettings
}

/**
 * Reads where the platform is. One that is not on this machine has to be able to reach the kit, and nobody writes to it by accident.
 *
 * Throws `PARAMETER_INVALID`, and for a platform elsewhere `PARAMETER_MISSING` without `--yes` or `--agent-url`.
 */
export function platformPlace({ platform, agentUrl, agentListen, yes }: GivenPlace): PlatformPlace {
  const url = httpUrl(platform, '--platform')
  const near = isLoopback(url.hostname)
  if (!near && !yes) throw new BerthError('PARAMETER_MISSING', { parameter: '--yes' })
  if (!near && agentUrl === undefined) throw new BerthError('PARAMETER_MISSING', { parameter: '--agent-url' })
  const base = url.href.replace(/\/$/, '')
  if (agentUrl === undefined) return { url: base, agent: {} }
  const reached = httpUrl(agentUrl, '--agent-url')
  // A path would stand in what the platform signs, and a proxy may take it away.
  if (reached.pathname !== '/')
    throw new BerthError('PARAMETER_INVALID', { parameter: '--agent-url', problem: 'http(s)://HOST[:PORT]' })
  const port = Number(reached.port || (reached.protocol === 'https:' ? 443 : 80))
  const listen = agentListen === undefined ? { host: '0.0.0.0', port } : hostAndPort(agentListen)
  return { url: base, agent: { url: reached.href.replace(/\/$/, ''), ...listen } }
}

/** Whether a host name means this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function httpUrl(text: string, parameter: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain = url !== undefined && `${url.username}${url.password}${url.search}${url.hash}` === ''
  if (url === undefined || !plain || !/^https?:$/.test(url.protocol)) {
    throw new BerthError('PARAMETER_INVALID', { parameter, problem: 'http(s)://HOST[:PORT]' })
  }
  return url
}

function hostAndPort(text: string): { host: string; port: number } {
  const [, host = '', digits = ''] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (host !== '' && digits !== '' && port <= 65_535) return { host, port }
  throw new BerthError('PARAMETER_INVALID', { parameter: '--agent-listen', problem: 'HOST:PORT' })
}
