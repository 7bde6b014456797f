import { BerthError } from '@berth/core'
import { TemporaryCopies } from '../../archives/temporary-copies.ts'
import { openZip } from '../../archives/zip.ts'
import type { FileContent } from '../codec.ts'
import { defaultFileLimits, type RecordLimits } from '../limits.ts'
import { fileMalformed } from '../malformed.ts'
import { SheetParser } from './sheet-parser.ts'
import type { OpenSheet, SheetRow } from './sheet-row.ts'
import {
  type Relation,
  readRelations,
  readSharedTexts,
  readStyles,
  readWorkbook,
  type Workbook,
} from './workbook-parts.ts'
import { readPart } from './xml-part.ts'

/** A workbook with pictures has many parts. */
const mostParts = 10_000

/** Parts that are kept in memory as a whole: lists of sheets and formats. */
const maxListBytes = 64 * 1024 ** 2

/**
 * Opens a sheet of an xlsx file, by name or the first that is not hidden, after what its cells point at has been read. The sheet
 * itself is read as its rows are asked for.
 */
export async function openXlsxSheet(
  content: FileContent,
  name: string | undefined,
  limits: RecordLimits,
  signal: AbortSignal,
): Promise<OpenSheet> {
  await using opening = new AsyncDisposableStack()
  const copies = opening.use(new TemporaryCopies())
  const wants = (path: string): boolean => /\.(?:xml|rels)$/i.test(path)
  const { maxSharedTextBytes, ...archiveLimits } = content.limits ?? defaultFileLimits
  const containerLimits = { ...archiveLimits, maxArchiveEntries: Math.max(mostParts, archiveLimits.maxArchiveEntries) }
  const archive = opening.use(await openZip(content, copies, signal, { limits: containerLimits, wants }))
  const file = content.name
  const parts = new Map(archive.entries.map((entry) => [entry.name.slice(file.length + 1).toLowerCase(), entry]))
  const part = (path: string): FileContent => {
    const found = parts.get(path.toLowerCase())
    if (found === undefined) throw missingPart(file, path)
    return found
  }
  const list = (path: string): FileContent => {
    const found = part(path)
    if ((found.size ?? 0) <= maxListBytes) return found
    throw new BerthError('FILE_LIMIT_EXCEEDED', { file, limit: 'partBytes', maximum: maxListBytes })
  }
  const root = await readRelations(list('_rels/.rels'), '', limits, signal)
  const main = [...root.values()].find(({ kind }) => kind === 'officeDocument')?.path
  if (main === undefined) throw missingPart(file, 'officeDocument')
  if (/\.bin$/i.test(main)) throw new BerthError('FILE_FORMAT_UNSUPPORTED', { file, feature: 'xlsb' })
  const folder = main.slice(0, Math.max(0, main.lastIndexOf('/')))
  const own = `${folder === '' ? '' : `${folder}/`}_rels/${main.slice(main.lastIndexOf('/') + 1)}.rels`
  const relations = await readRelations(list(own), folder, limits, signal)
  const workbook = await readWorkbook(list(main), limits, signal)
  const sheet = part(chosenSheet(workbook, relations, name, file))
  const pathOf = (kind: string): string | undefined => [...relations.values()].find((each) => each.kind === kind)?.path
  const [stylesPath, textsPath] = [pathOf('styles'), pathOf('sharedStrings')]
  const styles = stylesPath === undefined ? [] : await readStyles(list(stylesPath), limits, signal)
  const texts =
    textsPath === undefined ? undefined : await readSharedTexts(part(textsPath), limits, maxSharedTextBytes, signal)
  const open = opening.move()
  return {
    from1904: workbook.from1904,
    async *rows(): AsyncGenerator<readonly SheetRow[], void> {
      const parser = new SheetParser({ limits, styles, texts })
      for await (const _more of readPart(sheet, parser, limits, signal)) yield parser.take()
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

function chosenSheet(
  { sheets }: Workbook,
  relations: ReadonlyMap<string, Relation>,
  name: string | undefined,
  file: string,
): string {
  const tables = sheets.filter(({ relation }) => relations.get(relation)?.kind === 'worksheet')
  const chosen =
    name === undefined
      ? (tables.find(({ hidden }) => !hidden) ?? tables[0])
      : tables.find((sheet) => sheet.name === name)
  const path = chosen === undefined ? undefined : relations.get(chosen.relation)?.path
  if (path === undefined) throw new BerthError('FILE_PART_MISSING', { file, part: name ?? 'a sheet' })
  return path
}

function missingPart(file: string, part: string): BerthError {
  return fileMalformed(file, 'xlsx', 'workbook-part', { part })
}
