// What {{operation}} takes. Whoever changes an item changes what consumers send, and changes it here too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { berth, told } from './berth.js'

test('{{operation}}: its items stand in berth.yaml, each graded', async () => {
  const checked = await berth('check')
  if (checked.error !== undefined) assert.fail(told(checked.error))
  const findings = checked.findings.filter(({ path }) => `${path}.`.startsWith('operations.{{operation}}.'))
  assert.deepEqual(
    findings.map(({ rule, message }) => `${rule} ${message.zh} ${message.en}`),
    [],
  )
})
