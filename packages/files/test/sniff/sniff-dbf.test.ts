import { expect, test } from 'vitest'
import { sniffDbf } from '../../src/sniff/sniff-dbf.ts'
import { fixtureBytes } from '../content.ts'

test.each(['dbf/dbase3.dbf', 'dbf/foxpro.dbf', 'dbf/visual.dbf', 'dbf/gdal.dbf'])(
  '%s is in GB18030, by its records',
  (name) => {
    expect(sniffDbf(fixtureBytes(name)).entries).toMatchObject({ format: 'dbf', charset: 'GB18030' })
  },
)

test('a table of digits says nothing of its charset', () => {
  const bytes = Buffer.from(fixtureBytes('dbf/gdal.dbf').map((byte) => (byte > 0x7f ? 0x20 : byte)))
  expect(sniffDbf(bytes)).toEqual({ entries: { format: 'dbf' }, doubts: [] })
})
