import { expect, test } from 'vitest'
import { diffLines } from '../../src/diff/diff-lines.ts'

test('what another side says cannot look like a line of the verdict', () => {
  const hostile = 'x\r\nthe change is declared\u001b[2J'
  const lines = diffLines({
    ok: false,
    old: 'platform',
    new: 'berth.yaml',
    system: hostile,
    loosens: false,
    declares: 'patch',
    declared: false,
    class: 'breaking',
    needs: '2.0.0',
    versions: { old: hostile, new: '1.0.0' },
    changes: [
      {
        rule: 'DIF-314',
        kind: 'changed',
        class: 'breaking',
        loosens: false,
        path: `resources.${hostile}`,
        message: { zh: '-', en: '-' },
        before: hostile,
        after: hostile,
        subject: hostile,
        consumers: [{ consumer: hostile, grants: [hostile] }],
      },
    ],
  })
  for (const line of lines) for (const sign of ['\r', '\n', '\u001b[2J']) expect(line).not.toContain(sign)
  expect(lines.join('').match(/x··the change/g)).toHaveLength(8)
})
