import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readCertificates } from '../src/index.ts'

test('a file of certificates is read, and one that cannot be is a wrong option', () => {
  expect(readCertificates('mysql', undefined)).toBeUndefined()
  expect(readCertificates('mysql', fileURLToPath(import.meta.url))).toContain('readCertificates')
  expect(() => readCertificates('mysql', '/nowhere/ca.pem')).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      details: { connector: 'mysql', option: 'caFile', problem: 'it cannot be read' },
    }),
  )
})
