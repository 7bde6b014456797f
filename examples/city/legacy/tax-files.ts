import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import iconv from 'iconv-lite'
import { type Couple, deterministicRandom } from './people.ts'

/**
 * The tax system of 2005 gives out nothing but a file a night: GB18030, columns of fixed width counted in bytes, a title line
 * before the records, dates in eight digits, amounts in fen.
 */
export function dropTaxFiles(folder: string, residents: readonly Couple[], day: string): void {
  mkdirSync(folder, { recursive: true })
  const random = deterministicRandom(2005)
  const lines = residents.map(({ husband }) => {
    const declared = String(Math.floor(random() * 60_000_000))
    return [
      column(husband.id, 18),
      column(husband.name, 20),
      column(`${2025}`, 4),
      column(declared.padStart(12, '0'), 12),
      column('20260331', 8),
    ]
  })
  const title = iconv.encode(`个人所得税年度汇算 ${day} 共${lines.length}笔`, 'gb18030')
  const rows = lines.flatMap((columns) => [...columns, Buffer.from('\r\n')])
  const file = path.join(folder, `GRSDS_${day}.txt`)
  writeFileSync(`${file}.tmp`, Buffer.concat([title, Buffer.from('\r\n'), ...rows]))
  renameSync(`${file}.tmp`, file)
  // Left last night: a file of this moment would be taken for one that is still being written.
  const lastNight = Date.now() / 1000 - 8 * 3600
  utimesSync(file, lastNight, lastNight)
}

function column(text: string, bytes: number): Buffer {
  const encoded = iconv.encode(text, 'gb18030')
  return Buffer.concat([encoded, Buffer.alloc(bytes - encoded.length, 0x20)])
}
