import { describe, expect, it } from 'vitest'
import { cutToWidth, displayWidth } from '../../src/output/display-width.ts'
import { printable } from '../../src/output/printable.ts'
import { textTable } from '../../src/output/text-table.ts'

const escapeCharacter = String.fromCharCode(27)

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['泊位', 4],
    ['A泊位１', 7],
    ['𠮷田', 4],
    ['e\u0301', 1],
    ['👨‍👩‍👧', 2],
    ['👍🏽', 2],
    ['🇨🇳', 2],
    ['✅', 2],
    ['한국', 4],
    ['\u1100\u1161', 2],
    ['ｱ', 1],
    ['a\u200db\ufeff', 2],
    ['王\u{e0100}', 2],
    [`${escapeCharacter}[1m泊${escapeCharacter}[22m`, 2],
  ])('%j takes %i cells', (text, cells) => {
    expect(displayWidth(text)).toBe(cells)
  })
})

describe('cutToWidth', () => {
  it('never cuts through a character', () => {
    expect(cutToWidth('结婚登记信息', 7)).toBe('结婚登…')
    expect(cutToWidth('结婚登记信息', 12)).toBe('结婚登记信息')
    expect(cutToWidth('家👨‍👩‍👧👨‍👩‍👧', 5)).toBe('家👨‍👩‍👧…')
    expect(cutToWidth('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…')
  })
})

describe('textTable', () => {
  it('aligns columns whose cells are of different widths', () => {
    const lines = textTable(
      ['姓名', 'no'],
      [
        ['王小明', '1'],
        ['Li', '22'],
      ],
    )
    expect(lines).toEqual(['姓名    no', '──────  ──', '王小明  1', 'Li      22'])
  })
})

describe('printable', () => {
  it('lets no control character through to the terminal', () => {
    expect(printable(`a${escapeCharacter}]0;x\u0007\nb\u202e`)).toBe('a·]0;x··b·')
    expect(printable(null)).toBe('NULL')
    expect(printable(new Uint8Array([1, 255]))).toBe('0x01ff')
  })
})
