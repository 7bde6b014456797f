import type { LocalizedText } from '../../contract/value.ts'

/** What kind of credential lies in a file. */
export const credentialProblems: Readonly<Record<string, Required<LocalizedText>>> = {
  'credential-private-key': { zh: '私钥', en: 'a private key' },
  'credential-address': { zh: '带口令的地址', en: 'an address with a password' },
  'credential-connection-string': { zh: '带口令的连接串', en: 'a connection string with a password' },
  'credential-password': { zh: '口令或令牌', en: 'a password or token' },
}
