import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { ConformanceFailure, likelyOwner, ownerWords } from '../src/index.ts'

test.each([
  ['connector', new ConformanceFailure('a row is missing'), 'connector'],
  ['connector', new TypeError('x is undefined'), 'connector'],
  ['connector', new BerthError('CONNECT_TIMEOUT', {}), 'network'],
  ['connector', new BerthError('INTERNAL', {}), 'connector'],
  ['docking', new ConformanceFailure('an item has no grade'), 'department'],
  ['docking', new ConformanceFailure('a row was given twice', { owner: 'kit' }), 'kit'],
  ['docking', new BerthError('AUTH_FAILED', {}), 'system'],
  ['platform', new ConformanceFailure('a replayed request is answered'), 'platform'],
] as const)('the owner of a failure of a %s: %s', (role, error, wanted) => {
  const owner = likelyOwner(role, error)
  expect(owner).toBe(wanted)
  expect(ownerWords[owner].next.zh).toMatch(/[\u4e00-\u9fff]/)
})

test('what the case says of its owner goes before the role, and an error that tells its origin before both', () => {
  expect(likelyOwner('docking', new ConformanceFailure('a key comes twice'), 'system')).toBe('system')
  expect(likelyOwner('docking', new BerthError('CONNECT_TIMEOUT', {}), 'kit')).toBe('network')
})
