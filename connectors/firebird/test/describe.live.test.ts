import { expect, test } from 'vitest'
import { describeFirebird } from '../../../test/servers/live.ts'
import { describeAll, rowsOf } from '../../../test/servers/session-reads.ts'
import { manifest } from '../src/manifest.ts'
import { asked, parameters, procedures } from '../src/questions.ts'
import { open } from './open.ts'

describeFirebird('what Firebird tells of itself', ({ main }) => {
  test('the sample database employee', async () => {
    const file = await main.employeeDatabase('employee')
    await using session = await open(main, file)
    const datasets = await describeAll(session)
    expect(datasets.filter(({ kind }) => kind !== 'procedure').map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'COUNTRY table',
      'CUSTOMER table',
      'DEPARTMENT table',
      'EMPLOYEE table',
      'EMPLOYEE_PROJECT table',
      'JOB table',
      'PHONE_LIST view',
      'PROJECT table',
      'PROJ_DEPT_BUDGET table',
      'SALARY_HISTORY table',
      'SALES table',
    ])
    const job = datasets.find(({ name }) => name === 'JOB')
    expect(job?.key).toEqual(['JOB_CODE', 'JOB_GRADE', 'JOB_COUNTRY'])
    expect(job?.columns.map(({ name, nativeType, nullable }) => `${name} ${nativeType} ${nullable}`)).toEqual([
      'JOB_CODE VARCHAR(5) false',
      'JOB_GRADE SMALLINT false',
      'JOB_COUNTRY VARCHAR(15) false',
      'JOB_TITLE VARCHAR(25) false',
      'MIN_SALARY NUMERIC(10,2) false',
      'MAX_SALARY NUMERIC(10,2) false',
      'JOB_REQUIREMENT BLOB SUB_TYPE TEXT true',
    ])
    for (const { name, kind, columns } of datasets) {
      if (kind === 'procedure') continue
      const rows = await rowsOf(
        session,
        name,
        columns.map((each) => each.name),
      )
      expect(rows.length, name).toBe(Number((await main.read(file, `SELECT COUNT(*) FROM ${name}`))[0]))
    }
  })

  test('tables, columns and comments in Chinese, computed columns, and domains', async () => {
    const file = await main.createDatabase('told', 'UTF8')
    await main.run(
      file,
      `CREATE DOMAIN D_CODE AS CHAR(18) CHARACTER SET ASCII NOT NULL;
COMMENT ON DOMAIN D_CODE IS '公民身份号码';
CREATE TABLE "婚姻登记" ("编号" BIGINT NOT NULL, "号码" D_CODE, "和" COMPUTED BY ("编号" + 1), LIST_ INTEGER[1:3],
  CONSTRAINT PK_MARRIAGE PRIMARY KEY ("编号"));
COMMENT ON TABLE "婚姻登记" IS '登记表';
COMMENT ON COLUMN "婚姻登记"."编号" IS '${'长'.repeat(3000)}'; COMMIT;`,
    )
    await using session = await open(main, file)
    const [told] = await describeAll(session, ['婚姻登记'])
    expect(told).toMatchObject({ name: '婚姻登记', comment: '登记表', key: ['编号'] })
    expect(told?.columns.map(({ name, nullable, charset }) => [name, nullable, charset])).toEqual([
      ['编号', false, undefined],
      ['号码', false, 'ASCII'],
      ['和', true, undefined],
    ])
    expect(told?.columns[1]?.comment).toBe('公民身份号码')
    expect(told?.columns[0]?.comment).toMatch(/^长{2600,}$/)
  })

  test('what it says that it asks is what it asks, and servers without packages are asked for less', async () => {
    const file = await main.createDatabase('asks', 'UTF8')
    await main.run(
      file,
      `CREATE TABLE T (ID INTEGER NOT NULL PRIMARY KEY); COMMIT; SET TERM ^; CREATE PROCEDURE P AS BEGIN END^ SET TERM ;^ COMMIT;`,
    )
    await using session = await open(main, file)
    await describeAll(session)
    const asks = manifest.capabilities.describe?.asks ?? []
    const sent = `SELECT COUNT(*) FROM MON$STATEMENTS S JOIN MON$ATTACHMENTS A USING (MON$ATTACHMENT_ID) WHERE A.MON$REMOTE_PID = ${process.pid}`
    expect(await main.read(file, sent)).toEqual([String(asks.length)])
    for (const text of asks)
      expect(await main.read(file, `${sent} AND S.MON$SQL_TEXT = '${text.replaceAll("'", "''")}'`)).toEqual(['1'])
    for (const text of [...asks, asked(procedures(false, false)), asked(parameters(false))])
      await main.run(file, `${text};`)
  })

  test('500 tables at once', async () => {
    const file = await main.createDatabase('wide', 'UTF8')
    const tables = Array.from({ length: 500 }, (_, index) => {
      const columns = Array.from({ length: 20 }, (__, column) => `C${column} VARCHAR(30)`).join(', ')
      return `CREATE TABLE T${index} (ID INTEGER NOT NULL PRIMARY KEY, ${columns}); COMMENT ON COLUMN T${index}.C1 IS '列';`
    })
    await main.run(file, `SET AUTODDL OFF;\n${tables.join('\n')}\nCOMMIT;`)
    await using session = await open(main, file)
    const told = await describeAll(session)
    expect(told).toHaveLength(500)
    expect(told.every(({ columns, key }) => columns.length === 21 && key.length === 1)).toBe(true)
  })
})
