import type { Log } from 'sarif'
import { expect, test } from 'vitest'
import { parseManifest, sarifLog } from '../../src/index.ts'

const text = `berth: 1
system:
  id: civil.marriage
  title: { zh: 婚姻, en: Marriage }
  owner: { title: 某市民政局, code: 91350100M000100Y43 }
conections: {}
`

test('every finding is a result with rule, place and both languages', () => {
  const { findings } = parseManifest(text, { file: '登记/berth.yaml', folder: '.' })
  expect(findings.length).toBeGreaterThan(0)
  const log = sarifLog(findings, { version: '1.2.3' }) as Log
  const [run] = log.runs
  expect(log.version).toBe('2.1.0')
  expect(run?.results).toHaveLength(findings.length)
  for (const [index, result] of (run?.results ?? []).entries()) {
    const finding = findings[index]
    const place = result.locations?.[0]?.physicalLocation
    expect(place?.artifactLocation?.uri).toBe('%E7%99%BB%E8%AE%B0/berth.yaml')
    expect(place?.region).toEqual({ startLine: finding?.line, startColumn: finding?.column })
    expect(result.message.text).toContain(finding?.message.zh)
    const rule = run?.tool.driver.rules?.[result.ruleIndex ?? -1]
    expect(rule?.id).toBe(finding?.rule)
    expect(rule?.shortDescription?.text).toMatch(/\w/)
    expect(['error', 'warning']).toContain(result.level)
  }
})

test('without findings there is a run without results: that is what ends those of the run before', () => {
  const log = sarifLog([], { version: '1.2.3' }) as Log
  expect(log.runs[0]?.results).toEqual([])
})
