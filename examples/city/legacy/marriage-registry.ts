import { DatabaseSync } from 'node:sqlite'
import iconv from 'iconv-lite'
import { type Couple, deterministicRandom } from './people.ts'

/**
 * The marriage registry of 2009: pinyin column names, CHAR columns padded with blanks, dates as text, one-letter
 * codes, and names and notes as GBK bytes, because the old client wrote them so.
 */
export function createMarriageRegistry(file: string, residents: readonly Couple[]): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(`
      CREATE TABLE T_HYDJ (
        ID INTEGER NOT NULL PRIMARY KEY,   -- 流水号
        ZSBH CHAR(20) NOT NULL,            -- 结婚证字号
        NF_SFZH CHAR(20) NOT NULL,         -- 男方身份证号
        NF_XM VARCHAR(40) NOT NULL,        -- 男方姓名
        VF_SFZH CHAR(20) NOT NULL,         -- 女方身份证号
        VF_XM VARCHAR(40) NOT NULL,        -- 女方姓名
        DJRQ VARCHAR(8) NOT NULL,          -- 登记日期
        DJZT CHAR(1) NOT NULL,             -- 状态 1在婚 2离婚 3丧偶
        BZ VARCHAR(200),                   -- 经办备注
        GXSJ TIMESTAMP NOT NULL            -- 更新时间
      );
      CREATE INDEX I_HYDJ_NF ON T_HYDJ (NF_SFZH);
      CREATE INDEX I_HYDJ_VF ON T_HYDJ (VF_SFZH);
      CREATE INDEX I_HYDJ_GXSJ ON T_HYDJ (GXSJ, ID);
      CREATE TABLE T_CZY (GH VARCHAR(10) PRIMARY KEY, XM VARCHAR(40), MM VARCHAR(40)); -- 操作员
    `)
    const insert = database.prepare(
      `INSERT INTO T_HYDJ VALUES (?, ?, ?, CAST(? AS TEXT), ?, CAST(? AS TEXT), ?, ?, CAST(? AS TEXT), ?)`,
    )
    const gbk = (text: string): Uint8Array => new Uint8Array(iconv.encode(text, 'gbk'))
    const random = deterministicRandom(2009)
    database.exec('BEGIN')
    residents.forEach(({ husband, wife }, index) => {
      const registered = `${2009 + Math.floor(random() * 15)}${String(1 + Math.floor(random() * 12)).padStart(2, '0')}${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`
      const number = `J350199-${registered.slice(0, 4)}-${String(index + 1).padStart(6, '0')}`
      const status = index % 17 === 16 ? '2' : index % 41 === 40 ? '3' : '1'
      const changed = `${registered.slice(0, 4)}-${registered.slice(4, 6)}-${registered.slice(6)} 09:${String(index % 60).padStart(2, '0')}:00`
      const note = index % 9 === 0 ? gbk('补领证件，材料存档第三柜') : null
      const padded = (text: string): string => text.padEnd(20)
      insert.run(
        index + 1,
        padded(number),
        padded(husband.id),
        gbk(husband.name),
        padded(wife.id),
        gbk(wife.name),
        registered,
        status,
        note,
        changed,
      )
    })
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}
