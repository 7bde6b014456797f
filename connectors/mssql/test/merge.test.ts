import type { SqlColumn, SqlTable } from '@berth/sql'
import { expect, test } from 'vitest'
import { mergeStatement } from '../src/merge.ts'

const column = (name: string, type: 'text' | 'integer'): SqlColumn => ({
  name,
  type: { name: type },
  nativeType: type === 'text' ? 'nvarchar(18)' : 'int',
  nullable: false,
})

test('a row is replaced only where its text key is the same to the last bit, whatever its collation takes for equal', () => {
  const columns = [column('SFZH', 'text'), column('N', 'integer'), column('X', 'text')]
  const table: SqlTable = { name: 'T', reference: '[dbo].[T]', columns, key: ['SFZH', 'N'] }
  const text = mergeStatement({ table, columns, key: ['SFZH', 'N'] }, 'VALUES (@p1, @p2, @p3)')
  expect(/ ON (.*?) WHEN /.exec(text)?.[1]?.split(' AND ')).toEqual([
    'BERTH_T.[SFZH] = BERTH_S.[SFZH]',
    'CONVERT(varbinary(8000), BERTH_T.[SFZH]) = CONVERT(varbinary(8000), BERTH_S.[SFZH])',
    'BERTH_T.[N] = BERTH_S.[N]',
  ])
})
