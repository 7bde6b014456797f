import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { changedPoints, findingPoint, mismatchPoint } from '../../src/dev/check-points.ts'
import { changeLines } from '../../src/dev/dev-lines.ts'

const at = (line: number, rule: string): ReturnType<typeof findingPoint> =>
  findingPoint({
    rule,
    severity: 'warning',
    file: 'berth.yaml',
    line,
    column: 5,
    path: 'resources',
    message: { zh: '草稿', en: 'a draft' },
    next: { zh: '删去', en: 'remove it' },
  })
const unknown = mismatchPoint({
  path: 'resources.a.items.b',
  error: new BerthError('COLUMN_UNKNOWN', { dataset: 'T', column: 'C' }),
})

test('a finding that only moved is neither new nor mended', () => {
  expect(changedPoints([at(3, 'SEC-102')], [at(9, 'SEC-102')])).toEqual({ found: [], mended: [] })
})

test('of two that say the same, the one that goes is mended', () => {
  const { found, mended } = changedPoints([at(3, 'SEC-102'), at(9, 'SEC-102')], [at(3, 'SEC-102'), unknown])
  expect(found).toEqual([unknown])
  expect(mended).toHaveLength(1)
})

test('what changed is told in words, whose it is and what to do, and nothing where nothing changed', () => {
  expect(changeLines({ found: [], mended: [] }, [unknown])).toEqual([])
  expect(changeLines({ found: [unknown], mended: [at(3, 'SEC-102')] }, [unknown])).toEqual([
    '✗ error  resources.a.items.b  COLUMN_UNKNOWN  T has no column C',
    "    whose it is:  this docking's configuration",
    '    next step:    check the spelling and case of the column',
    '✓ mended  berth.yaml:3:5  SEC-102  a draft',
    'not passed: 1 errors, 0 warnings',
  ])
})
