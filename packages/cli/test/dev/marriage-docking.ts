import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLegacyDatabase } from '../legacy-database.ts'

/** A docking that was reviewed: an identifier that is masked for grade 2, a name of grade 3, and questions by identifier. */
export const marriageManifest = `berth: 1
version: 1.0.0
system: { id: civil.marriage, title: 婚姻登记系统, owner: { title: 某市民政局, code: 91350100M000100Y43 } }
connections:
  legacy: { use: "@berth/connector-sqlite", options: { file: registry.db } }
resources:
  marriage:
    title: { zh: 结婚登记, en: Marriages }
    sharing: { type: conditional, condition: 依申请 }
    update: { cycle: daily }
    from: { connection: legacy, table: T_HYDJ, key: [ID] }
    maintainer: 某市民政局
    items:
      id: { title: 编号, type: int64, from: ID, grade: 2 }
      name: { title: 姓名, element: person.name, from: NF_XM, grade: 3 }
      husbandId:
        title: 男方证件号
        element: person.citizenNumber
        from: NF_SFZH
        grade: 3
        mask: { form: partial, grade: 2 }
    provide:
      parameter: { by: [[husbandId]] }
`

/** Makes the docking in a new folder, with so many marriages. */
export async function marriageDocking(rows: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-marriage-'))
  writeLegacyDatabase(join(folder, 'registry.db'), rows)
  await writeFile(join(folder, 'berth.yaml'), marriageManifest)
  return folder
}
