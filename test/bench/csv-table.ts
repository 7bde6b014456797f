import type { FileDataset } from '@berth/files'
import { columns } from './datasets.ts'

/** The table that every measure reads, as a CSV file: every column a text. */
export const fields = columns.map((name) => ({ name, type: { name: 'text' } as const }))

export function csvDataset(charset: string): FileDataset {
  return {
    name: 'T_DJ',
    files: '*.csv',
    format: 'csv',
    charset,
    columns: [],
    key: [],
    separator: ',',
    quote: '"',
    header: true,
    skipLines: 0,
    nulls: [],
    trim: false,
    settledMs: 0,
  }
}
