import type { SheetRow } from './sheet-row.ts'

/** What the thread that reads an xls file is given. */
export interface XlsTask {
  readonly bytes: Uint8Array
  readonly sheet: string | undefined
}

/** Why it cannot be read. */
export type XlsProblem = 'damaged' | 'encrypted' | 'no-sheet' | 'no-workbook' | 'old'

/** What the thread answers: once how the sheet is, then its rows whenever it is asked; none: that was all. */
export type XlsAnswer =
  | { readonly is: 'open'; readonly from1904: boolean }
  | { readonly is: 'problem'; readonly problem: XlsProblem }
  | { readonly is: 'rows'; readonly rows: readonly SheetRow[] }
