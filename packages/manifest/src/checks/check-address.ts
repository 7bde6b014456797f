import { holdsAddressPassword } from '../references/secret-name.ts'
import { formatPath, type Path } from '../source/path.ts'
import type { CheckContext } from './check-context.ts'

/** Checks an address of the platform or the agent. */
export function checkAddress({ collector }: CheckContext, address: string | undefined, path: Path): void {
  if (address === undefined) return
  const key = formatPath(path)
  const url = URL.parse(address)
  if (holdsAddressPassword(address)) collector.report('SEC-303', path, 'key', { key })
  else if (url === null || !/^https?:$/.test(url.protocol)) collector.report('MAN-136', path, 'value', { key })
  else if (url.protocol === 'http:' && !isLoopback(url.hostname)) collector.report('SEC-304', path, 'value', { key })
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host)
}
