import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { git } from '../release/git.mjs'
import { workingCopy } from '../release/working-copy.mjs'

/** What the check reads and runs. */
const needed = [
  ...['packages/*/src/*', 'packages/*/*.json', 'packages/*/*.yaml', 'packages/cli/scripts'],
  ...['connectors/*/src/*', 'connectors/*/package.json'],
  ...['test/contract', 'test/docs', 'test/structure', '.changeset', 'docs/upgrading.md', 'docs/zh/upgrading.md'],
]

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-contract-'))
  workingCopy(folder, needed)
  git(folder, 'checkout', '--quiet', '-b', 'rename-call-timeout')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function edit(file: string, from: string | RegExp, to: string): void {
  const before = readFileSync(join(folder, file), 'utf8')
  const after = before.replace(from, to)
  expect(after, `${file} has nothing to edit`).not.toBe(before)
  writeFileSync(join(folder, file), after)
}

/** What the check of the contract says on the branch as it is committed. */
function checked(message: string): { readonly status: number | null; readonly said: string } {
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message', message)
  const ran = spawnSync(process.execPath, ['--conditions=@berth/source', 'test/contract/check.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status: ran.status, said: ran.stdout + ran.stderr }
}

const path = '`connections.*.callTimeout`'

test('a key of the manifest that is renamed on a branch is refused until it is declared, documented and migrated', {
  timeout: 180_000,
}, () => {
  edit('packages/manifest/src/schema/connection-schema.ts', 'callTimeout: described', 'timeout: described')
  const refused = checked('Rename a key')
  expect(refused.status, refused.said).toBe(1)
  expect(refused.said.match(/^- /gm)).toHaveLength(4)
  expect(refused.said).toContain(`'@berth/manifest': minor, whose words name ${path}`)
  expect(refused.said).toContain('connections.*.callTimeout is not told in docs/upgrading.md')
  expect(refused.said).toContain('connections.*.callTimeout is not told in docs/zh/upgrading.md')
  expect(refused.said).toContain('connections.*.callTimeout is migrated by nothing')

  const words = `Breaking: ${path} is called \`timeout\`.`
  writeFileSync(join(folder, '.changeset/rename.md'), `---\n'@berth/manifest': minor\n---\n\n${words}\n`)
  for (const page of ['docs/upgrading.md', 'docs/zh/upgrading.md']) edit(page, /$/, `\n${words}\n`)
  const documented = checked('Declare and document it')
  expect(documented.status).toBe(1)
  expect(documented.said.match(/^- .*/gm)).toEqual([expect.stringContaining('is migrated by nothing')])

  const migration = `{ id: 'call-timeout', contract: 1, since: '2026-12-01', title: { zh: '改名', en: 'renamed' },
    steps: [{ do: 'rename', at: 'connections.*.callTimeout', to: 'timeout' }], example: { before: '', after: '' } },\n]\n`
  edit('packages/manifest/src/migrate/migrations.ts', /\]\n$/, migration)
  const migrated = checked('Migrate it')
  expect(migrated.status, migrated.said).toBe(0)
})
