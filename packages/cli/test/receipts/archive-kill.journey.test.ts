import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSqliteState } from '@berth/agent'
import { expect, it } from 'vitest'
import { auditChain } from '../../src/receipts/audit-chain.ts'
import { dockingChain } from '../../src/receipts/docking-chain.ts'
import { berth } from '../berth.ts'
import { receiptDocking } from './receipt-docking.ts'

const bin = fileURLToPath(new URL('../../bin/berth.ts', import.meta.url))
const count = 400

/** Archives in a process of its own and kills it once the folder of archives has seen so many events. */
async function killedAt(events: number, folder: string): Promise<boolean> {
  const place = join(folder, '.berth', 'receipts')
  await mkdir(place, { recursive: true })
  const words = ['receipts', 'archive', '--before', '2026-07-01', '-C', folder]
  const child = spawn(process.execPath, ['--conditions=@berth/source', bin, ...words], { stdio: 'ignore' })
  let seen = 0
  const watcher = watch(place, { recursive: true }, () => {
    if (++seen >= events) child.kill('SIGKILL')
  })
  await once(child, 'exit')
  watcher.close()
  return child.signalCode === 'SIGKILL'
}

it('a kill at any moment of an archive loses no receipt and repeats none', { timeout: 240_000 }, async () => {
  let killed = 0
  for (const events of [1, 2, 4, 7, 11, 16]) {
    await using docking = await receiptDocking(count)
    if (await killedAt(events, docking.folder)) killed++
    {
      await using state = openSqliteState(join(docking.folder, '.berth'), docking.manifest.system.id)
      const report = await auditChain(await dockingChain(docking.manifest, state))
      expect(report, `${events}`).toMatchObject({ ok: true, first: 1, last: count, count })
    }
    const again = await berth(['receipts', 'archive', '--before', '2026-07-01', '--json'], { cwd: docking.folder })
    expect([again.code, again.err], `${events}`).toEqual([0, ''])
    const verified = await berth(['receipts', 'verify', '--json'], { cwd: docking.folder })
    expect(JSON.parse(verified.out), `${events}`).toMatchObject({ ok: true, first: 1, last: count, count })
    expect(existsSync(join(docking.folder, '.berth/receipts/000000000001-000000000181'))).toBe(true)
  }
  expect(killed).toBeGreaterThan(0)
})
