import { styleText } from 'node:util'
import { expect, test } from 'vitest'
import { terminalLine } from '../../src/output/terminal-line.ts'
import { textTable } from '../../src/output/text-table.ts'

test('what a system says cannot drive the terminal, and colours stay', () => {
  expect(terminalLine('a\u001b]0;title\u0007b\u001b[2Jc\rd\u009bme\u202ef')).toBe('a·]0;title·b·[2Jc·d·me·f')
  const painted = styleText('red', '表\t名\n', { validateStream: false })
  expect(painted).toContain('\u001b[31m')
  expect(terminalLine(painted)).toBe(painted)
})

test('a cell of a table is one line', () => {
  expect(textTable(['T'], [['a\nb\u001b[31m']]).at(-1)).toBe('a·b·[31m')
})
