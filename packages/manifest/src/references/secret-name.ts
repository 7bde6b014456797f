const secretWords: ReadonlySet<string> = new Set(['secret', 'token', 'key', 'credential', 'credentials'])
const openKeys: ReadonlySet<string> = new Set(['public', 'host', 'primary', 'foreign', 'partition', 'sort'])

/** Whether an option of that name holds a secret: `password` and the like at its end, or `key`, `token` as last word. */
export function namesSecret(option: string): boolean {
  const words = option
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_-]/)
  const last = words.at(-1) ?? ''
  if (/(?:password|passwd|passphrase|pwd)$/.test(last)) return true
  return secretWords.has(last) && !(last === 'key' && openKeys.has(words.at(-2) ?? ''))
}

/** Whether a text is an address with a password in it, in plain text. */
export function holdsAddressPassword(text: string): boolean {
  const password = /\/\/[^/\s:@]*:([^@\s/]+)@/.exec(text)?.[1]
  return password !== undefined && !password.includes('${')
}
