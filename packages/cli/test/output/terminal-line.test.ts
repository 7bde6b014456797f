import { styleText } from 'node:util'
import { expect, test } from 'vitest'
import { jsonText } from '../../src/output/json-text.ts'
import type { Paint } from '../../src/output/paint.ts'
import { terminalLine } from '../../src/output/terminal-line.ts'
import { textTable } from '../../src/output/text-table.ts'

test('what a system says cannot drive the terminal, and colours stay', () => {
  expect(terminalLine('a\u001b]0;title\u0007b\u001b[2Jc\rd\u009bme\u202ef')).toBe('a·]0;title·b·[2Jc·d·me·f')
  expect(terminalLine('PostgreSQL\u001b[8m 9\u001b[30m.\u001b[7m6\u200f')).toBe('PostgreSQL·[8m 9·[30m.·[7m6·')
  const painted = styleText('red', '表\t名\n', { validateStream: false })
  expect(painted).toContain('\u001b[31m')
  expect(terminalLine(painted)).toBe(painted)
  const all: Record<Paint, true> = { red: true, green: true, yellow: true, cyan: true, dim: true, bold: true }
  for (const colour of Object.keys(all)) {
    const each = styleText(colour as Paint, 'x', { validateStream: false })
    expect(terminalLine(each)).toBe(each)
  }
})

test('a value in JSON cannot drive the terminal either, and stays the same value', () => {
  const value = { name: '王\u009b2J\u007f\u202e\u200e', error: '\u001b]0;x' }
  for (const sign of ['\u009b', '\u007f', '\u202e', '\u200e', '\u001b']) expect(jsonText(value)).not.toContain(sign)
  expect(jsonText(value)).toContain('王\\u009b2J')
  expect(JSON.parse(jsonText(value))).toEqual(value)
})

test('a cell of a table is one line', () => {
  expect(textTable(['T'], [['a\nb\u001b[31m']]).at(-1)).toBe('a·b·[31m')
})
