import { parseReferences } from '../references/reference.ts'
import type { Sound, WrittenConsumer } from '../source/written-manifest.ts'
import { checkAddress } from './check-address.ts'
import { secretName } from './check-connection.ts'
import type { CheckContext } from './check-context.ts'

/** Checks `soap`. No finding says a password (SEC-3). */
export function checkSoap(context: CheckContext): void {
  const { url, consumers } = context.manifest.soap ?? {}
  checkAddress(context, url, ['soap', 'url'])
  for (const [id, consumer] of Object.entries(consumers ?? {})) checkConsumer(context, id, consumer ?? {})
}

function checkConsumer({ collector }: CheckContext, id: string, { password }: Sound<WrittenConsumer>): void {
  if (password === undefined) return
  const place = ['soap', 'consumers', id, 'password']
  const parts = parseReferences(password)
  if (parts === undefined) collector.report('SEC-302', place, 'key', { option: 'password' })
  else if (parts.every((part) => 'literal' in part)) {
    collector.report('SEC-301', place, 'key', { option: 'password', name: secretName(id, 'password') })
  }
}
