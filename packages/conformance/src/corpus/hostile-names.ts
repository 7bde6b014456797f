import { hostileTexts } from './hostile-texts.ts'

/** Names that do harm where a name is pasted into a statement unquoted, and that nothing has (LKP-1). */
export const hostileNames: readonly string[] = [
  ...hostileTexts,
  '',
  ' ',
  '*',
  'ID" = 1 OR "ID',
  'ID; DROP TABLE KIT',
  'ID` = 1 OR `ID',
  'ID] = 1 OR [ID',
  '1',
  '(SELECT 1)',
  'ID -- ',
  'ID ASC, ID',
  '"ID"',
  'COUNT(*)',
  'KIT.ID',
  'ID\n',
  '姓名"',
  'X'.repeat(300),
]
