import { DatabaseSync } from 'node:sqlite'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A citizen number of nobody, with a right check character: born 1949-12-31, the sequence counting up. */
export function citizenNumber(sequence: number): string {
  const body = `11010519491231${String(sequence % 1000).padStart(3, '0')}`
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0)
  return body + '10X98765432'[sum % 11]
}

/** What a docking on the sample is called, where the command line does not say. The owner's code is that of nobody. */
export const sampleDocking = {
  title: { zh: '婚姻登记系统（样例）', en: 'Marriage registry (sample)' },
  owner: { zh: '某市民政局', en: 'A civil affairs bureau' },
  ownerCode: '91350100M000100Y43',
  file: 'sample.db',
} as const

const definition = `CREATE TABLE T_HYDJ (
  ID INTEGER PRIMARY KEY, -- 流水号
  ZSBH VARCHAR(20) NOT NULL, -- 结婚证字号
  NF_XM VARCHAR(30) NOT NULL, -- 男方姓名
  NF_SFZH CHAR(18) NOT NULL, -- 男方身份证号
  VF_XM VARCHAR(30) NOT NULL, -- 女方姓名
  VF_SFZH CHAR(18) NOT NULL, -- 女方身份证号
  DJRQ CHAR(8) NOT NULL, -- 登记日期
  GXSJ DATETIME NOT NULL -- 更新时间
)`

const names = ['王小明', '李华', '张伟', '刘洋', '陈静'] as const

/** Writes a marriage registry as they were built fifteen years ago, of people who never were, to try a docking on. */
export function writeSampleDatabase(file: string, rows: number = 60): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(definition)
    const insert = database.prepare('INSERT INTO T_HYDJ VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    database.exec('BEGIN')
    for (let id = 1; id <= rows; id++) {
      const day = String(1 + (id % 28)).padStart(2, '0')
      const certificate = `J350100-2024-${String(id).padStart(6, '0')}`
      const [one, other] = [names[id % names.length] ?? '', names[(id + 2) % names.length] ?? '']
      const changed = `2024-03-${day} 08:00:${String(id % 60).padStart(2, '0')}`
      insert.run(id, certificate, one, citizenNumber(id), other, citizenNumber(id + 500), `202403${day}`, changed)
    }
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}
