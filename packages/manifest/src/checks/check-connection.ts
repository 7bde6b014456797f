import { renamedKey } from '../migrate/renamed-key.ts'
import { parseDuration } from '../notation/duration.ts'
import { parseReferences } from '../references/reference.ts'
import { holdsAddressPassword, namesSecret } from '../references/secret-name.ts'
import { shown } from '../schema/likely-value.ts'
import type { Sound, WrittenConnection } from '../source/written-manifest.ts'
import type { CheckContext } from './check-context.ts'

const packageName = /^(?:(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*|\.{1,2}\/.+)$/

/** Below it a call over a slow line fails; above it a system that hangs holds up everything else. */
const callTimeout = { leastMs: 1000, mostMs: 3_600_000 }

/** Checks one connection. No finding says the value of an option (SEC-3). */
export function checkConnection({ collector }: CheckContext, id: string, connection: Sound<WrittenConnection>): void {
  const path = ['connections', id]
  if (connection.use !== undefined && !packageName.test(connection.use)) {
    collector.report('MAN-137', [...path, 'use'], 'value', { value: shown(connection.use) })
  }
  if (connection.callTimeout !== undefined) {
    const milliseconds = parseDuration(connection.callTimeout)
    const fits = milliseconds !== undefined && milliseconds >= callTimeout.leastMs && milliseconds <= callTimeout.mostMs
    const rule = milliseconds === undefined ? 'MAN-131' : 'MAN-138'
    if (!fits) collector.report(rule, [...path, 'callTimeout'], 'value', { value: shown(connection.callTimeout) })
  }
  for (const [option, value] of Object.entries(connection.options ?? {})) {
    const place = [...path, 'options', option]
    const now = renamedKey(place, connection.use)
    if (now !== undefined) {
      collector.report('VER-103', place, 'key', { key: option, ...now })
      continue
    }
    if (value === undefined || typeof value === 'boolean') continue
    const parts = parseReferences(String(value))
    if (parts === undefined) collector.report('SEC-302', place, 'key', { option })
    else if (namesSecret(option) && value !== '' && parts.every((part) => 'literal' in part)) {
      collector.report('SEC-301', place, 'key', { option, name: secretName(id, option) })
    } else if (holdsAddressPassword(String(value))) collector.report('SEC-303', place, 'key', { key: option })
  }
}

/** A name for a secret that nobody has named yet: `REGISTRY_PASSWORD`. */
export function secretName(connection: string, option: string): string {
  return `${connection}_${option}`
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/\W+/g, '_')
    .toUpperCase()
}
