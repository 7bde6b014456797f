import { expect, test } from 'vitest'
import { scheduledExchanges } from '../../src/exchange/scheduled-exchanges.ts'
import { registryManifest } from './registry.ts'

test('an exchange is scheduled where its exit names a time and its resource is no draft', () => {
  const file = { to: 'out', format: 'ndjson', everyMs: 1000 } as const
  const table = { to: 'target', dataset: 'T', columns: {} }
  const scheduled = (draft: boolean): unknown =>
    scheduledExchanges(registryManifest('', { draft, provide: { file, table } }))
  expect(scheduled(false)).toEqual([{ resource: 'person', exit: 'file', everyMs: 1000 }])
  expect(scheduled(true)).toEqual([])
})
