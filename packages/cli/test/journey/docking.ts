import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { berth } from '../berth.ts'
import { writeLegacyDatabase } from '../legacy-database.ts'

/** Makes a docking in a new folder, with a legacy database of so many marriages, as a person would: by `berth init`. */
export async function newDocking(rows: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-docking-'))
  writeLegacyDatabase(join(folder, 'registry.db'), rows)
  const owner = ['--title', '婚姻登记系统', '--owner', '某市民政局', '--owner-code', '91350100M000100Y43']
  const words = [
    'init',
    '.',
    '--system-id',
    'civil.marriage',
    '--connector',
    'sqlite',
    '--option',
    'file=registry.db',
    '--ci',
    'none',
  ]
  const ran = await berth([...words, ...owner], { cwd: folder })
  if (ran.code !== 0) throw new Error(ran.err)
  return folder
}

/** Changes berth.yaml as a person does in an editor. Every text to be replaced has to be there. */
export async function edit(folder: string, changes: readonly (readonly [string | RegExp, string])[]): Promise<void> {
  const file = join(folder, 'berth.yaml')
  let text = await readFile(file, 'utf8')
  for (const [from, to] of changes) {
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`berth.yaml has no ${String(from)}`)
    text = changed
  }
  await writeFile(file, text)
}

/** The review of the drafted marriages: no draft any more, and files up to grade 3. */
export const reviewed: readonly (readonly [RegExp, string])[] = [
  [/\n {4}draft: true[^\n]*/, ''],
  [/# clearance: 2[^\n]*/, 'clearance: 3'],
]
