// What {{resource}} shows to whom. Whoever changes a grade, an item or a mask changes what was agreed, and changes it here too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { berth, told } from './berth.js'

const agreed = '{{agreed}}'

for (const [clearance, items] of Object.entries(agreed))
  test(`{{resource}}: what a clearance of ${clearance} sees`, async (tried) => {
    const seen = await berth('preview', '{{resource}}', '--as', clearance, '--rows', '1', '--draft')
    // It answers questions only, and none is asked here: berth lookup tries it.
    if (seen.error?.code === 'PARAMETER_MISSING') return tried.skip(told(seen.error))
    if (seen.error !== undefined) assert.fail(told(seen.error))
    assert.deepEqual(seen.items.toSorted(), items.toSorted())
  })
