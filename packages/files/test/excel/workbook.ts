import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll } from 'vitest'
import { ZipFile } from 'yazl'
import type { FileContent } from '../../src/index.ts'
import { fileContent } from '../content.ts'

const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The parts of a workbook with one sheet; a test changes what it is about. */
export function workbookParts(rows: string, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`
  return {
    '_rels/.rels': `<Relationships>${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${office}"><sheets><sheet name="甲" sheetId="1" r:id="a"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation('a', 'worksheet', 'worksheets/sheet1.xml')}${relation('b', 'styles', '/xl/styles.xml')}${relation('c', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml':
      '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': '<sst><si><t>甲</t></si></sst>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...changes,
  }
}

/** Packs parts as a file that lies in a folder of its own until the tests of the file are done. */
export async function packed(parts: Readonly<Record<string, string | Buffer>>): Promise<FileContent> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-excel-'))
  folders.push(folder)
  const path = join(folder, 'a.xlsx')
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
  return fileContent(path, 65_536)
}

/** A row of texts as they stand in a sheet, `A1` and so on left out. */
export function textRow(...texts: readonly string[]): string {
  return `<row>${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
}
