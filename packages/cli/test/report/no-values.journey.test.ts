import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ConformanceReport } from '@berth/conformance'
import { expect, test } from 'vitest'
import { berth } from '../berth.ts'
import { edit, newDocking, reviewed } from '../journey/docking.ts'

test('a live check whose cases fail names everything but values: no cell of the system is in its report', async () => {
  const folder = await newDocking(40)
  try {
    expect((await berth(['discover'], { cwd: folder })).code).toBe(0)
    await edit(folder, [
      ...reviewed,
      // Neither fits what the system has: every row fails, and every failure could quote it.
      ['format: yyyyMMdd', 'format: yyyy-MM-dd'],
      ['element: person.citizenNumber, from: NVF_SFZH', 'type: int64, from: NVF_SFZH'],
    ])
    const files = ['report.json', 'report.html', 'report.xml', 'report.sarif']
    const words = ['check', '--live', '--seed', '42', ...files.flatMap((file) => ['--report', file])]
    const { code, out, err } = await berth(words, { cwd: folder })
    expect(code).toBe(1)
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    const report = JSON.parse(texts[0] ?? '') as ConformanceReport
    const failed = report.results.filter(({ outcome }) => outcome === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    for (const { owner, replay } of failed) {
      expect(owner?.next.zh).not.toBe('')
      expect(replay).toContain('--seed 42')
    }
    const database = new DatabaseSync(join(folder, 'registry.db'), { readOnly: true })
    const cells = database.prepare('SELECT NF_XM, NF_SFZH, NVF_SFZH, LXDH, DJRQ FROM T_HYDJ').all()
    database.close()
    const values = new Set(cells.flatMap((row) => Object.values(row).map(String)))
    expect(values.size).toBeGreaterThan(100)
    const leaked = [...values].filter((value) => [...texts, out, err].some((text) => text.includes(value)))
    expect(leaked).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
