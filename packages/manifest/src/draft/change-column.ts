import type { Column, Value } from '@berth/core'
import { detectDatePattern } from '@berth/elements'
import { commentTitle } from './column-words.ts'

/** What a column is proposed for that grows with every change of a row. */
export interface ChangeColumnProposal {
  readonly column: string
  /** How far back to look for transactions that commit late. Absent: the column is no time. */
  readonly overlap?: string
  readonly nullable: boolean
}

/** Names without signs and in small letters. A `CHANGE_DATE` is left out: it mostly is what happened, not when a row changed. */
const timeNames: ReadonlySet<string> = new Set(
  (
    'gxsj gxrq xgsj xgrq bgsj zhgxsj zhxgsj zjgxsj zjxgsj gengxinshijian xiugaishijian zuihougengxinshijian ' +
    'zuihouxiugaishijian sjc shijianchuo updatetime updatedate updatedatetime updatedtime updateddate updatedat ' +
    'updatedon updatets updated modifytime modifydate modifyat modifiedtime modifieddate modifiedat modifiedon modified ' +
    'modificationtime modificationdate lastmodified lastmodifiedtime lastmodifieddate lastmodifiedat lastmodifytime ' +
    'lastupdate lastupdated lastupdatetime lastupdatedate lastupdatedtime lastupdatedat lastchange lastchanged ' +
    'gmtmodified gmtupdate utime mtime timestamp'
  ).split(' '),
)
const counterNames: ReadonlySet<string> = new Set('rowversion rowver scn changeno changeseq xgxh bgxh'.split(' '))
const timeComments = /(?:更新|修改|变更|变动)(?:时间|日期|时间戳)$|时间戳|last (?:modified|updated?)/i
const prefixes = /^(?:f|fld|c|d|dt|t|sys)_/i

/** Texts whose alphabetical order is that of the times they write. */
const sortable = /^yyyy[^A-Za-z]*MM[^A-Za-z]*dd.*HH[^A-Za-z]*mm[^A-Za-z]*ss/

/**
 * The column that is most likely moved on by every change: by its name or comment, and of a type that sorts. Text
 * columns need samples that show a time in a sortable notation. Undefined when no column is one.
 */
export function changeColumn(
  columns: readonly Column[],
  samplesOf: (column: string) => readonly Value[],
): ChangeColumnProposal | undefined {
  const candidates = columns.filter((column) => isNamedSo(column))
  const time = candidates.find((column) => column.type.name === 'datetime' || column.type.name === 'instant')
  if (time !== undefined) return { column: time.name, overlap: 'PT5M', nullable: time.nullable }
  const counter = columns.find(isCounter)
  if (counter !== undefined) return { column: counter.name, nullable: counter.nullable }
  const text = candidates.find(
    (column) => column.type.name === 'text' && sortable.test(detectDatePattern(samplesOf(column.name))?.pattern ?? ''),
  )
  return text === undefined ? undefined : { column: text.name, nullable: text.nullable }
}

function isNamedSo({ name, comment }: Column): boolean {
  return timeNames.has(bare(name)) || timeComments.test(name) || timeComments.test(commentTitle(comment ?? ''))
}

function isCounter({ name, nativeType, type }: Column): boolean {
  if (/^rowversion$/i.test(nativeType)) return true
  const whole = type.name === 'integer' || type.name === 'int64' || (type.name === 'decimal' && type.scale === 0)
  return whole && counterNames.has(bare(name))
}

function bare(name: string): string {
  return name
    .replace(prefixes, '')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()
}
