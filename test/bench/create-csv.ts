// Writes a CSV file in a process of its own, so that its memory is not counted: node create-csv.ts FILE ROWS CHARSET
import { closeSync, openSync, writeSync } from 'node:fs'
import { csvWriter } from '@berth/files'
import { couples } from '../../examples/city/legacy/people.ts'
import { csvDataset, fields } from './csv-table.ts'

const [file = '', rows = '0', charset = 'UTF-8'] = process.argv.slice(2)
const pool = couples(1000, 7)
const dataset = csvDataset(charset)
const writer = csvWriter(dataset, fields)
const output = openSync(file, 'w')
writeSync(output, writer.begin())
for (let first = 1; first <= Number(rows); first += 1000) {
  const count = Math.min(1000, Number(rows) - first + 1)
  writeSync(output, writer.records(Array.from({ length: count }, (_, index) => row(first + index))))
}
closeSync(output)

/** As in the tables of the other measures; a tenth of the remarks need quotes, a third are NULL. */
function row(id: number): (string | null)[] {
  const resident = pool[id % pool.length]?.husband
  const date = `20${10 + (id % 15)}-${two(1 + (id % 12))}-${two(1 + (id % 28))}`
  const remark = id % 10 === 0 ? `补办, 第"${id}"号` : id % 3 === 0 ? null : '窗口办理，材料齐全'
  return [
    String(id),
    resident?.name ?? '',
    resident?.id ?? '',
    `135${10_000_000 + (id % 89_999_999)}`,
    `${1000 + (id % 90_000)}.${String(id % 10_000).padStart(4, '0')}`,
    date,
    `${date} 08:${two(id % 60)}:17.123`,
    remark,
  ]
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
