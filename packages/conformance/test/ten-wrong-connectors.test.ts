import type { Connector } from '@berth/core'
import { describe, expect, test } from 'vitest'
import { type RunResult, runConformance } from '../src/index.ts'
import { connector as declaredAndAbsent } from './wrong-connectors/declared-and-absent.ts'
import { connector as duplicatesOnReplay } from './wrong-connectors/duplicates-on-replay.ts'
import { connector as leakedSecret } from './wrong-connectors/leaked-secret.ts'
import { honest, register } from './wrong-connectors/register.ts'
import { connector as sqlByConcatenation } from './wrong-connectors/sql-by-concatenation.ts'
import { connector as stateSavedEarly } from './wrong-connectors/state-saved-early.ts'
import { connector as strictCursor } from './wrong-connectors/strict-cursor.ts'
import { connector as swallowedError } from './wrong-connectors/swallowed-error.ts'
import { registerTarget } from './wrong-connectors/target.ts'
import { connector as truncatedTimestamp } from './wrong-connectors/truncated-timestamp.ts'
import { connector as unboundedBuffer } from './wrong-connectors/unbounded-buffer.ts'
import { connector as wrongCharset } from './wrong-connectors/wrong-charset.ts'

const seed = 20_261_123

async function wholeKit(connector: Connector): Promise<RunResult> {
  const target = await registerTarget()
  try {
    return await runConformance(connector, { target, seed })
  } finally {
    await target.close()
  }
}

function failures({ results }: RunResult): string[] {
  return results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id, clause, message }) => `${clause} ${id}: ${message}`)
}

/** What each of the ten is named by: the clause, the case, and what it says. */
const wrong: readonly (readonly [string, Connector, string, string, RegExp])[] = [
  [
    'strict > cursor',
    strictCursor,
    'CHG-1',
    'changes/ties',
    /rows behind the cursor of batch 1, some with the change value that it ends in: missing \[.+\], not expected \[\]/,
  ],
  [
    'truncated timestamp',
    truncatedTimestamp,
    'CHG-1',
    'changes/below-the-millisecond',
    /at times that differ below the millisecond: missing \[\], not expected \[.+1231/,
  ],
  [
    'state saved early',
    stateSavedEarly,
    'CUR-1',
    'consumer/fails-in-changes',
    /stored by a consumer that failed at every second batch and went on from its cursor: missing \[.+\], not expected \[\]/,
  ],
  [
    'duplicates on replay',
    duplicatesOnReplay,
    'APL-1',
    'apply/once',
    /the same batch again: expected .*"repeated":true.*, got .*"repeated":false/,
  ],
  [
    'swallowed error',
    swallowedError,
    'ERR-1',
    'errors/unknown-names',
    /a name that is not there: expected DATASET_UNKNOWN, got a success/,
  ],
  [
    'wrong charset',
    wrongCharset,
    'TXT-1',
    'text/declared-charset',
    /GBK: missing \[.+张三.+\], not expected \[.+\ufffd/,
  ],
  [
    'unbounded buffer',
    unboundedBuffer,
    'RES-2',
    'resources/read-ahead-bounded',
    /while the consumer held 5 rows of 600, \d{7} bytes were kept for it/,
  ],
  [
    'SQL by concatenation',
    sqlByConcatenation,
    'LKP-1',
    'lookup/hostile-values',
    /keys that are values and no part of a statement fails? with INTERNAL/,
  ],
  [
    'leaked secret',
    leakedSecret,
    'SEC-3',
    'secrets/in-errors',
    /connecting with another key and a wrong file: the secret stands in what is printed/,
  ],
  [
    'capability declared and absent',
    declaredAndAbsent,
    'CAP-1',
    'capabilities/declared-and-present',
    /invoke is declared and not there/,
  ],
]

describe('ten connectors, each wrong in a way that real ones are', () => {
  test('the one of their shape that does it rightly passes', async () => {
    expect(failures(await wholeKit(register(honest)))).toEqual([])
  })

  test.each(wrong)('%s', async (_title, connector, clause, id, message) => {
    const result = await wholeKit(connector)
    const found = result.results.find((each) => each.id === id)
    expect([found?.clause, found?.outcome]).toEqual([clause, 'failed'])
    expect(found?.message).toMatch(message)
  })
})
