import { type LookupAddress, type LookupAllOptions, lookup as resolveByNode } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { domainToASCII } from 'node:url'
import { BerthError } from '@berth/core'
import type { ClientSettings } from './client-settings.ts'

/** Addresses that are no service of a department: unspecified, link-local (what clouds answer metadata on), multicast. */
const nowhere = new BlockList()
nowhere.addSubnet('0.0.0.0', 8)
nowhere.addSubnet('169.254.0.0', 16)
nowhere.addSubnet('224.0.0.0', 3)
nowhere.addAddress('::', 'ipv6')
nowhere.addSubnet('fe80::', 10, 'ipv6')
nowhere.addSubnet('ff00::', 8, 'ipv6')

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Resolves a name to all its addresses. */
export type Resolver = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Which hosts may be called. */
export class AllowedHosts {
  readonly #connector: string
  readonly #hosts: ReadonlySet<string>
  readonly #allowLoopback: boolean
  readonly #resolve: Resolver

  constructor(
    settings: Pick<ClientSettings, 'connector' | 'url' | 'allowedHosts' | 'allowLoopback'>,
    resolve: Resolver = resolveByNode,
  ) {
    this.#resolve = resolve
    this.#connector = settings.connector
    this.#hosts = new Set([settings.url.host, ...settings.allowedHosts.map(written)])
    this.#allowLoopback = settings.allowLoopback
  }

  /** Throws `HOST_NOT_ALLOWED`, which names the host. A host without a port is allowed on every port. */
  check(url: URL): void {
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
    const known = [url.host, url.hostname, `${url.hostname}:${port}`].some((name) => this.#hosts.has(name))
    if (!known || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
      throw this.#refused(url.hostname)
    const address = url.hostname.replace(/^\[(.*)\]$/, '$1')
    if (isIP(address) !== 0 && within(nowhere, address)) throw this.#refused(address)
  }

  /** Resolves a name and refuses it when any of its addresses leads to nowhere, or to this machine unasked. */
  readonly lookup: LookupFunction = (hostname, options, done) => {
    this.#resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return done(error, '', 4)
      const refused = addresses.some(({ address }) => this.#leadsAstray(hostname, address))
      if (refused || addresses.length === 0) return done(this.#refused(hostname), '', 4)
      if (options.all === true) return done(null, addresses)
      return done(null, addresses[0]?.address ?? '', addresses[0]?.family)
    })
  }

  #leadsAstray(hostname: string, address: string): boolean {
    if (within(nowhere, address)) return true
    return within(loopback, address) && hostname !== 'localhost' && !this.#allowLoopback
  }

  #refused(host: string): BerthError {
    return new BerthError('HOST_NOT_ALLOWED', { connector: this.#connector, host })
  }
}

/** A host as addresses spell it: in lower case, a name in Chinese in its ASCII form. */
function written(host: string): string {
  const [, name = '', port = ''] = /^(.*?)(:\d+)?$/s.exec(host.trim()) ?? []
  const ascii = domainToASCII(name)
  return `${ascii === '' ? name.toLowerCase() : ascii}${port}`
}

function within(list: BlockList, address: string): boolean {
  if (isIP(address) === 4) return list.check(address)
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped === undefined ? list.check(address, 'ipv6') : list.check(mapped)
}
