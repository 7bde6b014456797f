import { parseReferences } from '../references/reference.ts'
import { shown } from '../schema/likely-value.ts'
import { meaningOf } from '../schema/schema-error-report.ts'
import { platformTlsSchema } from '../schema/security-schema.ts'
import type { CheckContext } from './check-context.ts'
import { checkDuration } from './check-offline.ts'

/** Checks `serve`, `trust` and the TLS of `platform`. No finding says a secret (SEC-3). */
export function checkSecurity(context: CheckContext): void {
  checkCallers(context)
  checkPlatformTls(context)
  checkMaskKey(context)
  checkRevocations(context)
}

function checkCallers({ manifest, collector }: CheckContext): void {
  for (const [id, caller] of Object.entries(manifest.serve?.tls?.clients?.callers ?? {})) {
    for (const [at, fingerprint] of (caller?.fingerprints ?? []).entries()) {
      if (fingerprintOf(fingerprint) !== undefined) continue
      const path = ['serve', 'tls', 'clients', 'callers', id, 'fingerprints', at]
      collector.report('SEC-308', path, 'value', { value: shown(fingerprint) })
    }
  }
}

function checkPlatformTls({ manifest, collector }: CheckContext): void {
  const { url, tls } = manifest.platform ?? {}
  if (tls === undefined) return
  const path = ['platform', 'tls']
  for (const [key, other] of [
    ['certificate', 'key'],
    ['key', 'certificate'],
  ] as const) {
    if (tls[key] !== undefined || tls[other] === undefined || collector.isSettled([...path, key])) continue
    const meaning = meaningOf(platformTlsSchema.properties?.[key])
    collector.report('MAN-121', [...path, key], 'key', { in: 'tls', key, meaning })
  }
  if (url !== undefined && URL.parse(url)?.protocol === 'http:') collector.report('SEC-310', path, 'key')
}

function checkMaskKey({ manifest, collector }: CheckContext): void {
  const { maskKey } = manifest.trust ?? {}
  if (maskKey === undefined) return
  const place = ['trust', 'maskKey']
  const parts = parseReferences(maskKey)
  if (parts === undefined) collector.report('SEC-302', place, 'key', { option: 'maskKey' })
  else if (parts.every((part) => 'literal' in part)) {
    collector.report('SEC-301', place, 'key', { option: 'maskKey', name: 'MASK_KEY' })
  }
}

function checkRevocations(context: CheckContext): void {
  const { revocations } = context.manifest.trust ?? {}
  if (revocations === undefined) return
  const path = ['trust', 'revocations']
  const every = checkDuration(context, [...path, 'every'], revocations.every ?? 'PT1M')
  const maxAge = checkDuration(context, [...path, 'maxAge'], revocations.maxAge ?? 'PT15M')
  if (every === undefined || maxAge === undefined || maxAge > every) return
  context.collector.report('SEC-309', [...path, revocations.maxAge === undefined ? 'every' : 'maxAge'], 'value')
}

/** A SHA-256 fingerprint as 64 hexadecimal digits in lower case, however it is written; undefined where it is none. */
export function fingerprintOf(written: string): string | undefined {
  const digits = written
    .replace(/^sha256:/i, '')
    .replaceAll(':', '')
    .toLowerCase()
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined
}
