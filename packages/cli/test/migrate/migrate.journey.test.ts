import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '@berth/manifest'
import { expect, test } from 'vitest'
import type { MigrateResult } from '../../src/migrate/migrate-docking.ts'
import { berth, jsonOf } from '../berth.ts'

test('a docking of an older release is refused with the way out, migrated, and passes', async () => {
  const { before = '', after = '' } = migrations.find(({ id }) => id === 'receipt-key-file')?.example ?? {}
  const folder = await mkdtemp(join(tmpdir(), 'berth-migrate-'))
  try {
    await mkdir(join(folder, 'inbox'))
    await writeFile(join(folder, 'berth.yaml'), before)
    const refused = await berth(['check'], { cwd: folder })
    expect(refused.code).not.toBe(0)
    expect(refused.out).toContain('run berth migrate, or write receiptKeyFile')

    const migrated = await berth(['migrate', '--json'], { cwd: folder })
    expect(migrated.code, migrated.err).toBe(0)
    expect(jsonOf<MigrateResult>(migrated)).toMatchObject({
      ok: true,
      written: true,
      places: [{ after: 'receiptKeyFile' }],
    })
    expect(await readFile(join(folder, 'berth.yaml'), 'utf8')).toBe(after)

    const passed = await berth(['check'], { cwd: folder })
    expect(passed.code, passed.out).toBe(0)
  } finally {
    await rm(folder, { recursive: true })
  }
})
