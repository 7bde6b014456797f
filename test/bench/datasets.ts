import { DatabaseSync } from 'node:sqlite'
import { couples } from '../../examples/city/legacy/people.ts'
import type { FirebirdServer } from '../servers/firebird-server.ts'

/** The columns of the table that every measure reads: eight, of the kinds a registry has. */
export const columns = ['ID', 'XM', 'SFZH', 'LXDH', 'JE', 'DJRQ', 'GXSJ', 'BZ'] as const

/** The manifest of that table: every item typed and checked, the clerk's note above the exit's clearance. */
export function benchManifest(connection: string): string {
  return `berth: 1
system:
  id: bench.registry
  title: 测试登记
  owner: { title: 示例市, code: 91350100M000100Y43 }
connections:
${connection}
resources:
  registry:
    title: 登记信息
    sharing: { type: conditional, condition: 测试, purposes: [bench] }
    update: { cycle: daily }
    from: { connection: registry, table: T_DJ, key: [ID] }
    maintainer: 登记处
    items:
      number: { title: 流水号, type: integer, from: ID, grade: 1 }
      name: { title: 姓名, element: person.name, from: XM, grade: 2 }
      citizenNumber: { title: 身份证号, element: person.citizenNumber, from: SFZH, grade: 2, required: true }
      phone: { title: 联系电话, element: person.phone, from: LXDH, grade: 2 }
      amount: { title: 金额, type: "decimal(18,4)", from: JE, grade: 2 }
      registeredOn: { title: 登记日期, type: date, from: DJRQ, grade: 1 }
      changedAt: { title: 更新时间, type: datetime, from: GXSJ, grade: 1 }
      remark: { title: 备注, type: text(60), from: BZ, grade: 2 }
    provide:
      parameter: { by: [[number]], limit: 5 }
      file: { to: out, format: ndjson, clearance: 2 }
`
}

const pool = couples(1000, 7)

/** Writes a SQLite database with `rows` rows. */
export function createSqlite(file: string, rows: number): void {
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE T_DJ (ID INTEGER NOT NULL PRIMARY KEY, XM VARCHAR(40), SFZH CHAR(18), LXDH VARCHAR(20),
      JE DECIMAL(18,4), DJRQ DATE, GXSJ TIMESTAMP, BZ VARCHAR(60)); BEGIN`)
  const insert = database.prepare('INSERT INTO T_DJ VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  for (let id = 1; id <= rows; id++) {
    const resident = pool[id % pool.length]?.husband
    const day = String(1 + (id % 28)).padStart(2, '0')
    const month = String(1 + (id % 12)).padStart(2, '0')
    const amount = `${1000 + (id % 90_000)}.${String(id % 10_000).padStart(4, '0')}`
    const date = `20${String(10 + (id % 15))}-${month}-${day}`
    const time = `${date} 08:${String(id % 60).padStart(2, '0')}:17.123`
    const phone = `135${String(10_000_000 + (id % 89_999_999))}`
    insert.run(
      id,
      resident?.name ?? '',
      resident?.id ?? '',
      phone,
      amount,
      date,
      time,
      `第${id % 977}号窗口受理，材料齐全`,
    )
  }
  database.exec('COMMIT')
  database.close()
}

/** Makes a Firebird database with `rows` rows, on the server's side; returns its file. */
export async function createFirebird(server: FirebirdServer, name: string, rows: number): Promise<string> {
  const file = await server.createDatabase(name, 'UTF8')
  const people = pool
    .map(({ husband }, index) => `insert into POOL values (${index}, '${husband.name}', '${husband.id}');`)
    .join('\n')
  await server.run(
    file,
    `create table POOL (N integer not null primary key, XM varchar(40), SFZH char(18)); commit;
${people}
commit;
create table T_DJ (ID integer not null primary key, XM varchar(40), SFZH char(18), LXDH varchar(20),
  JE numeric(18,4), DJRQ date, GXSJ timestamp, BZ varchar(60));
commit;
set term ^;
execute block as declare i integer = 1; declare xm varchar(40); declare sfzh char(18); declare d date;
begin
  while (i <= ${rows}) do begin
    select XM, SFZH from POOL where N = mod(:i, 1000) into :xm, :sfzh;
    d = dateadd(mod(:i, 5000) day to date '2010-01-01');
    insert into T_DJ values (:i, :xm, :sfzh, '135' || (10000000 + mod(:i, 89999999)),
      1000 + mod(:i, 90000) + mod(:i, 10000) / 10000.0000, :d,
      dateadd(mod(:i, 86400) second to cast(:d as timestamp)), '第' || mod(:i, 977) || '号窗口受理，材料齐全');
    i = i + 1;
  end
end^
set term ;^
commit;`,
  )
  return file
}
