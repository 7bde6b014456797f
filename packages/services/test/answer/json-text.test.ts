import { expect, test } from 'vitest'
import { jsonProblem } from '../../src/answer/json-text.ts'

test.each([
  ['{"a":1,"a":2}', 'duplicate member'],
  ['{"a":1, "b":{"a":1}, "c":[{"a":1},{"a":2}]}', undefined],
  ['{"a":"x\\"a\\":","b":"{\\"b\\":1"}', undefined],
  ['{"a\\\\":1,"a\\\\":2}', 'duplicate member'],
  ['{"\\u0061":1,"a":2}', 'duplicate member'],
  ['["a","a"]', undefined],
  [`${'['.repeat(200)}${']'.repeat(200)}`, undefined],
  [`${'['.repeat(201)}${']'.repeat(201)}`, 'nested too deeply'],
])('%s', (text, problem) => {
  expect(jsonProblem(text)).toBe(problem)
})

test.each([
  ['quotes that never end', '"\\'.repeat(2_000_000)],
  ['backslashes', `"${'\\'.repeat(4_000_000)}`],
  ['a long text', `{"a":"${'A'.repeat(20_000_000)}"}`],
  ['an open text', `{"a":"${'A'.repeat(20_000_000)}`],
])('time grows with the length and no faster: %s', (_name, text) => {
  const started = performance.now()
  expect(jsonProblem(text)).toBe(undefined)
  expect(performance.now() - started).toBeLessThan(3000)
})
