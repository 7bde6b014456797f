import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { berth } from '../berth.ts'
import { marriageManifest } from '../dev/marriage-docking.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-completion-'))
  const { out, code } = await berth(['completion', 'bash'], { cwd: folder })
  expect(code).toBe(0)
  await writeFile(join(folder, 'completion.bash'), out)
  await writeFile(join(folder, 'berth.yaml'), marriageManifest)
  await writeFile(join(folder, 'a file'), '')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What the real bash offers at the end of a line, in this folder. */
function offered(...words: readonly string[]): string[] {
  const reply = `"\${COMPREPLY[@]}"`
  const script = `source completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _berth; printf '%s\\n' ${reply}`
  const out = execFileSync('bash', ['-euc', script, 'bash', 'berth', ...words], { cwd: folder, encoding: 'utf8' })
  return out.split('\n').filter((word) => word !== '')
}

test.each([
  [['pre'], ['preview']],
  [
    ['report', ''],
    ['convert', 'key', 'show', 'verify'],
  ],
  [['preview', ''], ['marriage']],
  [['preview', 'marriage', '--as', 'im'], ['important']],
  [
    ['check', '--level', ''],
    ['basic', 'standard', 'full'],
  ],
  [['report', 'verify', '--lev'], ['--level']],
  [['report', 'verify', 'a'], ['a file']],
  [['completion', 'f'], ['fish']],
])('berth %j is completed with %j', (words, expected) => {
  expect(offered(...words)).toEqual(expected)
})

test('resources of a manifest with the line ends of Windows are offered, and nothing of it is run', async () => {
  const hostile = ['  more:', '    title: a', '', '  a$(touch ran):', '  "b`touch ran`":', '  last-one:', '']
  const text = `${marriageManifest}\n${hostile.join('\n')}`
  await writeFile(join(folder, 'berth.yaml'), text.replaceAll('\n', '\r\n'))
  expect(offered('preview', '')).toEqual(['marriage', 'more', 'last-one'])
  expect(await readdir(folder)).not.toContain('ran')
  await writeFile(join(folder, 'berth.yaml'), marriageManifest)
})

test('every command is offered', async () => {
  const help = await berth(['--help'], { cwd: folder })
  const top = [...help.out.matchAll(/^ {2}([a-z]+) /gm)].map(([, word]) => word ?? '')
  expect(top.length).toBeGreaterThan(15)
  expect(offered('')).toEqual(expect.arrayContaining(top))
})
