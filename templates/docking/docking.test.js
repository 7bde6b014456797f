// npm test: berth.yaml as it is, and every case of the conformance kit, against the real system. Red where that is missing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { berth, told } from './berth.js'

const checked = await berth('check', '--live')

test('berth.yaml holds, and the system answers', () => {
  if (checked.error !== undefined) assert.fail(told(checked.error))
  const errors = checked.findings.filter(({ severity }) => severity === 'error')
  const wrong = [
    ...errors.map(({ rule, line, column, message }) => `${rule} ${line}:${column}\n${message.zh}\n${message.en}`),
    ...checked.problems.map(({ path, error }) => `${path}: ${told(error)}`),
  ]
  assert.equal(wrong.join('\n\n'), '')
  assert.notEqual(checked.conformance, undefined, 'the conformance kit was not run')
})

for (const { id, clause, outcome, message = '' } of checked.conformance?.results ?? [])
  test(`${clause} ${id}`, (tried) => {
    if (outcome === 'failed') assert.fail(message)
    if (outcome !== 'passed') tried.skip(message)
  })
