import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeOpenFolder, pieces } from '../../../test/servers/describe-file-store.ts'
import { describeServer } from '../../../test/servers/live.ts'
import { openStore } from '../src/session.ts'
import { sftpOptions, signal } from './options.ts'

describeServer('sftp', 'a disk of one megabyte', (data) => {
  const folder = path.join(data.folder, 'small-disk')
  makeOpenFolder(folder)
  // Only root may mount, and not in every container.
  const mounted =
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=777', 'tmpfs', folder], { stdio: 'ignore' }).status === 0
  afterAll(() => {
    if (mounted) execFileSync('umount', [folder])
  })

  test.runIf(mounted)('that is full is told as that, and what was begun is taken away', async () => {
    const store = await openStore({ ...sftpOptions(data), folder }, { signal })
    await store.write('fits.bin', pieces(Buffer.alloc(300_000), 100_000), signal)
    await expect(store.write('large.bin', pieces(Buffer.alloc(3_000_000), 100_000), signal)).rejects.toMatchObject({
      code: 'SYSTEM_DISK_FULL',
    })
    expect(existsSync(path.join(folder, 'large.bin'))).toBe(false)
    expect(existsSync(path.join(folder, 'large.bin.part'))).toBe(false)
    expect(await store.find('fits.bin', signal)).toMatchObject({ size: 300_000 })
    await store.close()
  })
})
