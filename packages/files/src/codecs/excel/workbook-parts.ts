import { BerthError } from '@berth/core'
import type { FileContent } from '../codec.ts'
import type { RecordLimits } from '../limits.ts'
import { unescapedText } from './escaped-text.ts'
import { builtInTime, type CellTime, formatTime } from './number-format.ts'
import { SharedTexts } from './shared-texts.ts'
import { localName, readWholePart } from './xml-part.ts'

/** What one part says of another: its place in the container and what it is. */
export interface Relation {
  readonly path: string
  /** The last step of its type: `worksheet`, `styles`. */
  readonly kind: string
}

export interface WorkbookSheet {
  readonly name: string
  readonly relation: string
  readonly hidden: boolean
}

export interface Workbook {
  readonly from1904: boolean
  readonly sheets: readonly WorkbookSheet[]
}

const mostSheets = 10_000
/** Excel itself writes no more than 65,490 formats of cells. */
const mostFormats = 100_000

/** The relations of a part by their ids; `folder` is where the part lies. */
export async function readRelations(
  content: FileContent,
  folder: string,
  limits: RecordLimits,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>()
  const open = (
    name: string,
    { Id = '', Type = '', Target = '', TargetMode }: Readonly<Record<string, string>>,
  ): void => {
    if (name !== 'Relationship' || TargetMode === 'External') return
    if (relations.size >= mostSheets) throw tooMany(limits, 'relations', mostSheets)
    relations.set(Id, { path: resolved(Target, folder), kind: Type.slice(Type.lastIndexOf('/') + 1) })
  }
  await readWholePart(content, { open }, limits, signal)
  return relations
}

function resolved(target: string, folder: string): string {
  const steps = target.startsWith('/') || folder === '' ? [] : folder.split('/')
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

export async function readWorkbook(content: FileContent, limits: RecordLimits, signal: AbortSignal): Promise<Workbook> {
  const sheets: WorkbookSheet[] = []
  let from1904 = false
  const open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
    if (name !== 'sheet') return
    if (sheets.length >= mostSheets) throw tooMany(limits, 'sheets', mostSheets)
    const id = Object.entries(attributes).find(([key]) => key.includes(':') && localName(key) === 'id')
    const hidden = (attributes['state'] ?? 'visible') !== 'visible'
    sheets.push({ name: unescapedText(attributes['name'] ?? ''), relation: id?.[1] ?? '', hidden })
  }
  await readWholePart(content, { open }, limits, signal)
  return { from1904, sheets }
}

/** For each style of a cell what its format makes of a number. */
export async function readStyles(
  content: FileContent,
  limits: RecordLimits,
  signal: AbortSignal,
): Promise<readonly (CellTime | undefined)[]> {
  const written = new Map<string, CellTime | undefined>()
  const styles: (CellTime | undefined)[] = []
  let ofCells = false
  await readWholePart(
    content,
    {
      open(name, { numFmtId = '0', formatCode = '' }) {
        if (name === 'numFmt') {
          if (written.size >= mostFormats) throw tooMany(limits, 'formats', mostFormats)
          written.set(numFmtId, formatTime(formatCode))
        } else if (name === 'cellXfs') ofCells = true
        else if (name === 'xf' && ofCells) {
          if (styles.length >= mostFormats) throw tooMany(limits, 'formats', mostFormats)
          styles.push(written.has(numFmtId) ? written.get(numFmtId) : builtInTime(Number(numFmtId)))
        }
      },
      close(name) {
        if (name === 'cellXfs') ofCells = false
      },
    },
    limits,
    signal,
  )
  return styles
}

/** The texts that cells share; how they are to be pronounced is left out. */
export async function readSharedTexts(
  content: FileContent,
  limits: RecordLimits,
  maxBytes: number,
  signal: AbortSignal,
): Promise<SharedTexts> {
  const texts = new SharedTexts(limits.file, maxBytes)
  let text = ''
  let inText = false
  let spoken = false
  await readWholePart(
    content,
    {
      open(name) {
        if (name === 'si') text = ''
        else if (name === 'rPh') spoken = true
        else if (name === 't') inText = !spoken
      },
      text(more) {
        if (!inText) return
        text += more
        if (text.length > limits.maxRecordBytes) throw tooMany(limits, 'maxRecordBytes', limits.maxRecordBytes)
      },
      close(name) {
        if (name === 't') inText = false
        else if (name === 'rPh') spoken = false
        else if (name === 'si') texts.add(unescapedText(text))
      },
    },
    limits,
    signal,
  )
  return texts
}

function tooMany({ file }: RecordLimits, limit: string, maximum: number): BerthError {
  return new BerthError('FILE_LIMIT_EXCEEDED', { file, limit, maximum })
}
