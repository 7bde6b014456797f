import { expect, test } from 'vitest'
import { matches, renamedKey } from '../../src/migrate/renamed-key.ts'

const receiptKey = ['connections', 'inbox', 'options', 'receiptKey']

test('an option is known by its former name in the connectors that had it', () => {
  expect(renamedKey(receiptKey, '@berth/connector-sftp')).toEqual({ to: 'receiptKeyFile', since: '2026-11-23' })
  expect(renamedKey(receiptKey, '@berth/connector-http')).toBeUndefined()
  expect(renamedKey(receiptKey)).toBeUndefined()
})

test.each([
  ['resources.*.aggregates[].grade', ['resources', 'a', 'aggregates', 3, 'grade'], true],
  ['resources.*.aggregates[].grade', ['resources', 'a', 'aggregates', 'b', 'grade'], false],
  ['resources.*.grade', ['resources', 'a', 'b', 'grade'], false],
  ['version', ['version'], true],
])('%s names %j: %s', (pattern, path, expected) => {
  expect(matches(path, pattern)).toBe(expected)
})
