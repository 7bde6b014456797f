import type { BerthError, FileProblem } from '@berth/core'
import { type RecordLimits, recordTooLong, tooManyColumns } from '../limits.ts'
import { fileMalformed } from '../malformed.ts'
import { unescapedText } from './escaped-text.ts'
import type { CellTime } from './number-format.ts'
import type { SharedTexts } from './shared-texts.ts'
import type { SheetCell, SheetRow } from './sheet-row.ts'
import type { PartHandlers } from './xml-part.ts'

/** What the cells of a sheet point at. */
export interface SheetContext {
  readonly limits: RecordLimits
  readonly styles: readonly (CellTime | undefined)[]
  readonly texts: SharedTexts | undefined
}

/** Makes rows of the elements of a sheet. */
export class SheetParser implements PartHandlers {
  readonly #context: SheetContext
  #rows: SheetRow[] = []
  #number = 0
  #cells: (SheetCell | undefined)[] = []
  #rowLength = 0
  #position = -1
  #type = 'n'
  #style = 0
  #value = ''
  #hasValue = false
  #hasFormula = false
  #inValue = false
  #spoken = false

  constructor(context: SheetContext) {
    this.#context = context
  }

  /** The rows that are whole since the last time. */
  take(): readonly SheetRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'row') this.#openRow(attributes['r'])
    else if (name === 'v') {
      this.#inValue = true
      this.#hasValue = true
    } else if (name === 'rPh') this.#spoken = true
    else if (name === 't') {
      this.#inValue = !this.#spoken && this.#type === 'inlineStr'
      this.#hasValue = true
    } else if (name === 'f') this.#hasFormula = true
  }

  text(text: string): void {
    if (!this.#inValue) return
    this.#value += text
    this.#rowLength += text.length
    this.#checkLength()
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false
    else if (name === 'rPh') this.#spoken = false
    else if (name === 'c') this.#closeCell()
    else if (name === 'row' && this.#cells.some((cell) => cell !== undefined && cell.text !== ''))
      this.#rows.push({ number: this.#number, cells: this.#cells })
  }

  #openRow(written: string | undefined): void {
    const number = written === undefined ? this.#number + 1 : Number(written)
    if (!Number.isInteger(number) || number <= this.#number) throw this.#malformed('sheet-rows-unordered')
    this.#number = number
    this.#cells = []
    this.#position = -1
    this.#rowLength = 0
  }

  #openCell({ r, t = 'n', s }: Readonly<Record<string, string>>): void {
    const position = r === undefined ? this.#position + 1 : columnOf(r)
    if (position === undefined || position <= this.#position) throw this.#malformed('sheet-cells-unordered')
    this.#position = position
    this.#type = t
    this.#style = s === undefined ? 0 : Number(s)
    this.#value = ''
    this.#hasValue = false
    this.#hasFormula = false
  }

  #closeCell(): void {
    const cell = this.#cell()
    if (cell === undefined) return
    const { limits } = this.#context
    if (this.#position >= limits.maxColumns) throw tooManyColumns(limits, this.#number)
    while (this.#cells.length < this.#position) this.#cells.push(undefined)
    this.#cells[this.#position] = cell
  }

  #cell(): SheetCell | undefined {
    const value = this.#value
    const empty = value === ''
    switch (this.#type) {
      case 's':
        return this.#hasValue ? { kind: 'text', text: this.#shared(value) } : undefined
      case 'inlineStr':
      case 'str':
        if (this.#hasValue) return { kind: 'text', text: unescapedText(value) }
        return this.#hasFormula ? { kind: 'unknown', text: '=' } : undefined
      case 'b':
        return empty ? this.#unknown() : { kind: 'boolean', text: value.trim() }
      case 'e':
        return empty ? this.#unknown() : { kind: 'error', text: value.trim() }
      case 'd':
        return empty ? this.#unknown() : { kind: 'iso', text: value.trim() }
      default: {
        if (empty) return this.#unknown()
        const time = this.#context.styles[this.#style]
        return time === undefined ? { kind: 'number', text: value } : { kind: 'number', text: value, time }
      }
    }
  }

  #unknown(): SheetCell | undefined {
    return this.#hasFormula ? { kind: 'unknown', text: '=' } : undefined
  }

  #shared(index: string): string {
    const text = /^\s*\d+\s*$/.test(index) ? this.#context.texts?.at(Number(index)) : undefined
    if (text === undefined) throw this.#malformed('sheet-cell-text')
    this.#rowLength += text.length
    this.#checkLength()
    return text
  }

  /** A row of short cells can be long by what they point at. */
  #checkLength(): void {
    const { limits } = this.#context
    if (this.#rowLength > limits.maxRecordBytes) throw recordTooLong(limits, this.#number)
  }

  #malformed(problem: FileProblem): BerthError {
    return fileMalformed(this.#context.limits.file, 'xlsx', problem, { line: this.#number })
  }
}

/** From 0; undefined: it is no place of a cell. */
function columnOf(place: string): number | undefined {
  let column = 0
  let at = 0
  for (; at < place.length; at++) {
    const letter = place.charCodeAt(at) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return at === 0 || at > 3 ? undefined : column - 1
}
