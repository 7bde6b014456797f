import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { fileLayoutFindings, parseManifest } from '../../src/index.ts'

const good = fileURLToPath(new URL('../fixtures/good/berth.yaml', import.meta.url))

async function loadedWith(file: string): Promise<ReturnType<typeof parseManifest>> {
  const text = await readFile(good, 'utf8')
  return parseManifest(text.replace(/ {6}file: \{.*\}/, `      file: ${file}`), {
    file: 'berth.yaml',
    folder: '/docking',
  })
}

test('how files are written is normalised, and is not there where nothing is said of it', async () => {
  const said =
    '{ to: out, format: csv, charset: GBK, separator: "|", quote: "", header: false, nulls: [""], clearance: 3 }'
  const { manifest, findings } = await loadedWith(said)
  expect(findings).toEqual([])
  expect(manifest?.resources['marriage']?.provide.file).toEqual({
    to: 'out',
    format: 'csv',
    layout: { charset: 'GBK', separator: '|', quote: '', header: false, nulls: [''] },
    clearance: 3,
  })
  const plain = await loadedWith('{ to: out, format: csv, clearance: 3 }')
  expect(plain.manifest?.resources['marriage']?.provide.file).not.toHaveProperty('layout')
})

test('what cannot be written is found at its place, or where it would stand', async () => {
  const loaded = await loadedWith('{ to: out, format: dbf, clearance: 3, columns: { wifeId: { from: a b } } }')
  const failing = (path: string) => () => {
    throw new BerthError('DEFINITION_INVALID', { connector: 'file', dataset: 'm', path, expected: '甲 / one' })
  }
  const found = (path: string): unknown =>
    fileLayoutFindings(loaded, failing(path)).map(({ rule, line, column, message }) => [rule, line, column, message.en])
  expect(found('columns.wifeId.from')).toEqual([['FIL-104', 57, 78, 'columns.wifeId.from takes: one']])
  expect(found('columns.husbandId.from')).toEqual([['FIL-104', 57, 51, 'columns.husbandId.from takes: one']])
  expect(found('record')).toEqual([['FIL-104', 57, 7, 'record takes: one']])
  expect(fileLayoutFindings(loaded, () => undefined)).toEqual([])
})

test('a fault of another kind is no finding', async () => {
  const loaded = await loadedWith('{ to: out, clearance: 3 }')
  const broken = (): never => {
    throw new TypeError('broken')
  }
  expect(() => fileLayoutFindings(loaded, broken)).toThrow(TypeError)
})
