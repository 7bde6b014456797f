import { Flags, type Interfaces } from '@oclif/core'
import { dockingFolder } from '../command/docking-flags.ts'
import { say, tell } from '../messages/say.ts'
import { paint } from '../output/paint.ts'
import { shownPath } from '../output/shown-path.ts'
import type { AddResult } from './add-entry.ts'

type Text = Interfaces.OptionFlag<string | undefined>

/** What `berth add resource` and `berth add operation` share. */
export const addFlags: {
  readonly folder: Interfaces.OptionFlag<string>
  readonly connection: Text
  readonly columns: Text
  readonly key: Text
  readonly 'dry-run': Interfaces.BooleanFlag<boolean>
} = {
  folder: dockingFolder,
  connection: Flags.string({
    helpValue: 'ID',
    description: tell({ zh: '哪个连接，只有一个时可省', en: 'of which connection, where there are several' }),
  }),
  columns: Flags.string({
    helpValue: 'NAME:TYPE,...',
    description: tell({
      zh: '列或参数，不连接业务系统；类型后加 ? 表示可空',
      en: 'columns or parameters, in place of asking the system; a ? behind the type admits null',
    }),
  }),
  key: Flags.string({
    helpValue: 'COLUMNS',
    description: tell({ zh: '主键列，系统没有声明时', en: 'columns of the key, where the system declares none' }),
  }),
  'dry-run': Flags.boolean({ description: tell({ zh: '只显示会改什么', en: 'only show what would change' }) }),
}

/** What stands between commas; a comma within brackets is of a type, `decimal(12,2)`. */
export function listed(text: string): string[] {
  return text
    .split(/[,，](?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** What both commands print. */
export function addLines(result: AddResult): string[] {
  const { entry, diff, test, file, items, written } = result
  if (!written) return [...diff.map(coloured), say('add.dry', { entry, test })]
  return [
    say('add.written', { entry, count: items.length, file: shownPath(file) }),
    say('init.wrote', { file: test }),
    say('add.review'),
  ]
}

function coloured(line: string): string {
  if (line.startsWith('+')) return paint('green', line)
  return line.startsWith('-') ? paint('red', line) : line
}
