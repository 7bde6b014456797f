/** What a line gives away, as `CREDENTIAL_IN_FILE` names it. */
export type CredentialKind =
  | 'credential-private-key'
  | 'credential-address'
  | 'credential-connection-string'
  | 'credential-password'

/** What stands for a value that is given elsewhere, or for none: a reference, a variable, `<password>`, `***`. */
const placeholder = /^(?:[$<%{@*]|process\.|env\.|null$|true$|false$|x+$|\*|\.{3}|…)/i

/** What is given elsewhere: `${secret:NAME}` of ours, `${{ secrets.NAME }}` of a CI. */
const reference = /\$\{\{?[^{}]{0,200}\}\}?/g
/** The expressions go back over what they have read; in parts of a line that stays cheap, whatever somebody put there. */
const windowLength = 1_000
const overlap = 250

const privateKey = /-----BEGIN (?!ENCRYPTED)(?:[A-Z0-9]+ )*PRIVATE KEY-----/
const privateJwk = /"kty"\s*:.*"d"\s*:\s*"[\w-]{20,}"|"d"\s*:\s*"[\w-]{20,}".*"kty"\s*:/
const address = /\b[a-z][a-z\d+.-]*:\/\/[^/\s:@"'<>]*:([^@\s/"'<>]+)@/gi
const oracleThin = /\bjdbc:oracle:(?:thin|oci):[^/\s@"']+\/([^@\s"']+)@/i
const connectionString = /\b(?:jdbc:|server\s*=|data source\s*=|driver\s*=|dsn\s*=|host\s*=|uid\s*=|user id\s*=)/i
const passwordPart = /[;?&:\s"'](?:password|passwd|pwd)\s*=\s*([^;&\s"']+)/gi
const assignment =
  /^[\s\-{,]*(?:export\s+)?["']?([\w.-]*(?:password|passwd|passphrase|pwd|口令|密码))["']?\s*[:=]\s*["']?([^"'\s,}#]+)/i
const longAssignment =
  /^[\s\-{,]*(?:export\s+)?["']?([\w.-]*(?:secret|token|api[_-]?key|access[_-]?key))["']?\s*[:=]\s*["']?([\w+/=.-]{16,})["']?\s*,?\s*$/i

/**
 * The credentials in a line of a file, none twice. `settings` says that the file holds names and values, so that a password is known by its
 * name; in code and prose that would find every mention.
 */
export function credentialsInLine(line: string, settings: boolean): readonly CredentialKind[] {
  const plain = line.replaceAll(reference, '$')
  const found = new Set<CredentialKind>()
  for (let at = 0; at === 0 || at < plain.length; at += windowLength - overlap)
    for (const kind of kindsIn(plain.slice(at, at + windowLength))) found.add(kind)
  if (settings && found.size === 0) {
    const head = plain.slice(0, windowLength)
    if (real(assignment.exec(head)?.[2]) || real(longAssignment.exec(head)?.[2])) found.add('credential-password')
  }
  return [...found]
}

function kindsIn(part: string): readonly CredentialKind[] {
  const found: CredentialKind[] = []
  if (privateKey.test(part) || privateJwk.test(part)) found.push('credential-private-key')
  if ([...part.matchAll(address)].some(([, password]) => real(password))) found.push('credential-address')
  if (connectionString.test(part)) {
    const passwords = [...part.matchAll(passwordPart)].map(([, password]) => password)
    if ([oracleThin.exec(part)?.[1], ...passwords].some(real)) found.push('credential-connection-string')
  }
  return found
}

function real(value: string | undefined): boolean {
  return value !== undefined && value !== '' && !placeholder.test(value)
}
