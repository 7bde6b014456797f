import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { root } from '../structure/sources.ts'
import type { Snippet } from './snippets.ts'

/** Runs a script as somebody would who has the command on the search path. The first command that fails ends it. */
export function shell(
  script: string,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): { status: number | null; output: string } {
  const result = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      ...process.env,
      PATH: searchPath(),
      BERTH_CLONE: root,
      NO_COLOR: '1',
      ...environment,
    },
  })
  return { status: result.status, output: result.stdout + result.stderr }
}

/** The search path with the command `berth` of this repository: a program of its own, which signals reach. */
function searchPath(): string {
  const folder = path.join(root, 'test', '.work', 'snippets', 'bin')
  mkdirSync(folder, { recursive: true })
  const program = path.join(folder, 'berth')
  const script = `exec node --conditions=@berth/source --disable-warning=ExperimentalWarning "${root}packages/cli/bin/berth.ts" "$@"`
  // Replaced in one step: another page may be starting it.
  writeFileSync(`${program}.${process.pid}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  renameSync(`${program}.${process.pid}`, program)
  return [folder, path.join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(path.delimiter)
}

/** Runs the commands of a page one after the other in an empty folder, and looks for every line that it promises. */
export function expectToRun(
  commands: readonly Snippet[],
  promised: readonly Snippet[],
  environment: Readonly<Record<string, string>> = {},
): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-docs-'))
  try {
    const { status, output } = shell(commands.map((block) => block.code).join('\n'), folder, environment)
    expect(status, output).toBe(0)
    for (const block of promised) {
      for (const line of block.code.split('\n').filter((text) => text.trim() !== '' && !text.includes('…'))) {
        expect(output, `${block.page}:${block.line} promises this line`).toContain(line.trim())
      }
    }
    return output
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Commands and what they promise, without the words about them: a page in Chinese that is alike needs no run of its own. */
export function commandsAndPromises(blocks: readonly Snippet[]): string[] {
  return blocks
    .filter(({ language, elsewhere }) => (language === 'sh' || language === 'text') && elsewhere === undefined)
    .map(({ code }) => code.replaceAll(/(?:^|[ \t]{2,})# .*$/gm, '').replaceAll(/[ \t]+$/gm, ''))
}
