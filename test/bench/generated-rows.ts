import { couples } from '../../examples/city/legacy/people.ts'

/** Makes and fills a table of 1,000 persons, for servers that generate the rows themselves. */
export function poolScript(table: string): string {
  const rows = couples(1000, 7).map(({ husband }, index) => `(${index}, '${husband.name}', '${husband.id}')`)
  return `CREATE TABLE ${table} (N integer NOT NULL PRIMARY KEY, XM varchar(40), SFZH char(18));
INSERT INTO ${table} VALUES ${rows.join(',\n')};`
}

/** What is in a row, over its number `i`, in words that all of them understand. */
export const sampleExpressions = {
  phone: "CONCAT('135', 10000000 + i % 89999999)",
  amount: '1000 + i % 90000 + (i % 10000) / 10000.0',
} as const
