import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'

const mostPlaces = 15
const formats = [
  'yyyy\\-mm\\-dd',
  'yyyy\\-mm\\-dd\\ hh:mm:ss',
  'yyyy\\-mm\\-dd\\ hh:mm:ss.000',
  'hh:mm:ss',
  'hh:mm:ss.000',
]
const fixed = Array.from({ length: mostPlaces }, (_, index) => `0.${'0'.repeat(index + 1)}`)
/** Formats that a workbook names itself have numbers from here on. */
const firstFormat = 164

/** The styles of the cells by their numbers in the workbook. */
export const xlsxStyle = {
  general: 0,
  whole: 1,
  text: 2,
  date: 3,
  datetime: 4,
  fineDatetime: 5,
  time: 6,
  fineTime: 7,
  /** With so many digits after the point. */
  decimal: (scale: number): number => (scale === 0 ? 1 : scale > mostPlaces ? 0 : 7 + scale),
} as const

/** What stands before the rows of a sheet, and behind them. */
export const sheetStart: string = `${head}<worksheet xmlns="${main}"><sheetData>`
export const sheetEnd = '</sheetData></worksheet>'

/** Packs a sheet as a workbook, as its bytes come. */
export async function* packedWorkbook(
  sheetName: string,
  sheet: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = Readable.from(sheet, { objectMode: false })
  const zip = new ZipFile()
  const packed = zip.outputStream as Readable
  const fail = (error: Error): void => {
    packed.destroy(error)
  }
  source.on('error', fail)
  zip.on('error', fail)
  for (const [name, text] of Object.entries(parts(sheetName))) zip.addBuffer(Buffer.from(head + text), name)
  zip.addReadStream(source, 'xl/worksheets/sheet1.xml')
  zip.end()
  try {
    for await (const bytes of packed) yield bytes as Uint8Array
  } finally {
    source.destroy()
    packed.destroy()
  }
}

function parts(sheetName: string): Readonly<Record<string, string>> {
  const type = (name: string, kind: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`
  const relations = (...all: readonly string[]): string =>
    `<Relationships xmlns="${packages}/relationships">${all.join('')}</Relationships>`
  const name = sheetName.replace(/[&<"]/g, (each) => `&#${each.charCodeAt(0)};`)
  return {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('workbook', 'sheet.main')}${type('worksheets/sheet1', 'worksheet')}${type('styles', 'styles')}</Types>`,
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
      relation('rId2', 'styles', 'styles.xml'),
    ),
    'xl/styles.xml': styles(),
  }
}

function styles(): string {
  const own = [...formats, ...fixed]
  const numbers = own.map((code, index) => `<numFmt numFmtId="${firstFormat + index}" formatCode="${code}"/>`)
  // General, whole numbers, text, then our own, in the order of `xlsxStyle`.
  const cells = [0, 1, 49, ...own.map((_, index) => firstFormat + index)].map(
    (id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  )
  return [
    `<styleSheet xmlns="${main}"><numFmts count="${numbers.length}">${numbers.join('')}</numFmts>`,
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>',
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join('')
}
