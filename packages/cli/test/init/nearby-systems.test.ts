import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { guessCi } from '../../src/init/guess-ci.ts'
import { nearbySystems } from '../../src/init/nearby-systems.ts'

let home = ''

async function put(file: string, text = ''): Promise<void> {
  await mkdir(dirname(join(home, file)), { recursive: true })
  await writeFile(join(home, file), text)
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'berth-near-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

describe('nearbySystems', () => {
  it('finds what lies where the person stands, as the docking names it', async () => {
    for (const file of ['registry.db', 'HYDJ.GDB', 'notes.txt', '.hidden.db.swp', 'Thumbs.db', '~$名单.xlsx'])
      await put(file)
    expect(nearbySystems(join(home, 'marriage'), home)).toEqual([
      {
        connector: 'firebird',
        options: { host: '127.0.0.1', database: join(home, 'HYDJ.GDB') },
        found: '../HYDJ.GDB',
      },
      { connector: 'sqlite', options: { file: '../registry.db' }, found: '../registry.db' },
    ])
    expect(nearbySystems(join(home, 'marriage'), '/')).toEqual([])
  })

  it('takes a folder of data files for one system, and does not look into installed packages', async () => {
    for (const file of ['drop/a.csv', 'drop/b.dbf', 'land.wsdl', 'api/openapi.yaml', 'node_modules/x.db'])
      await put(file)
    const found = nearbySystems(home, home)
    expect(found.map(({ connector, options }) => [connector, options])).toEqual([
      ['soap', { wsdl: 'land.wsdl' }],
      ['http', { openapi: 'api/openapi.yaml' }],
      ['file', { folder: 'drop' }],
    ])
  })

  it('offers a handful, however many there are', async () => {
    for (let number = 0; number < 30; number++) await put(`${number}.db`)
    expect(nearbySystems(home, home)).toHaveLength(9)
  })
})

describe('guessCi', () => {
  it.each([
    ['https://gitee.com/a/b.git', 'gitee'],
    ['git@github.com:a/b.git', 'github'],
    ['https://git.example.gov.cn/a/b.git', 'gitlab'],
  ])('%s means %s', async (url, ci) => {
    await put('.git/config', `[remote "origin"]\n\turl = ${url}\n[branch "github"]\n`)
    await mkdir(join(home, 'deep', 'er'), { recursive: true })
    expect(guessCi(join(home, 'deep', 'er'))).toBe(ci)
  })
})
