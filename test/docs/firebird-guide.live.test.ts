import { expect, it } from 'vitest'
import { citizenNumber } from '../../packages/cli/test/legacy-database.ts'
import { describeFirebird } from '../servers/live.ts'
import { expectToRun } from './run-snippets.ts'
import { snippets } from './snippets.ts'

/** What the registry of the guide holds: a name in GBK bytes, in a database that knows no charset. */
const registry = `CREATE TABLE T_HYDJ (ID INTEGER NOT NULL PRIMARY KEY, NF_XM VARCHAR(30), NF_SFZH CHAR(20), DJRQ CHAR(8), GXSJ TIMESTAMP);
COMMIT;
${Array.from({ length: 20 }, (_, at) => `INSERT INTO T_HYDJ VALUES (${at + 1}, _NONE x'd5c5c8fd', '${citizenNumber(at)}', '20060301', '2006-03-01 08:00:00');`).join('\n')}
COMMIT;
`

const page = 'docs/guides/firebird.md'
const here = (file: string) =>
  snippets(file).filter(({ elsewhere }) => elsewhere?.includes('firebird-guide.live.test.ts') === true)

describeFirebird('the guide to Firebird', ({ main }) => {
  const { host, port } = main.data

  it('leads from an empty folder to a green check', { timeout: 180_000 }, async () => {
    const database = await main.createDatabase('guide', 'NONE')
    await main.run(database, registry)
    const rights = here(page).filter(({ language }) => language === 'sql')
    expect(rights).toHaveLength(1)
    await main.run(database, `${rights[0]?.code ?? ''}\nCOMMIT;\n`)
    const output = expectToRun(
      here(page).filter(({ language }) => language === 'sh'),
      [],
      { DB_HOST: host, DB_PORT: String(port), DB_FILE: database, DB_USER: 'BERTH_READER', DB_PASSWORD: 'a long one' },
    )
    expect(output).toMatch(/0 failed/)
    expect(output).toContain('张三')
    expect(output).not.toContain('a long one')
  })

  it('is the same in Chinese', () => {
    const commands = (file: string): string[] => here(file).map(({ code }) => code.replaceAll(/ {2,}# .*$/gm, ''))
    expect(commands('docs/zh/guides/firebird.md')).toEqual(commands(page))
  })
})
