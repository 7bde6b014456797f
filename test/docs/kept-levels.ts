import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type ConformanceCase, connectorCases, type LevelRecord } from '@berth/conformance'
import type { Capabilities, Connector, Language } from '@berth/core'
import { root } from '../structure/sources.ts'

/** The levels that a connector's suites have put on record, in the order of their files. */
export function keptLevels(name: string): readonly LevelRecord[] {
  const folder = path.join(root, 'connectors', name, 'conformance')
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as LevelRecord)
}

/** A row for each run on record; a connector without one says so. */
export function levelRows(connectors: readonly Connector[], language: Language): string {
  return connectors
    .flatMap(({ manifest: { name, capabilities, exemptions } }) => {
      const applying = connectorCases.filter((tried) => applies(tried, capabilities)).length
      const counts = `${applying} / ${connectorCases.length}`
      const exempted =
        exemptions.length === 0
          ? '–'
          : exemptions.map((each) => `\`${each.case}\`: ${each.reason} (${each.owner}, ${each.expires})`).join('<br>')
      const kept = keptLevels(name)
      if (kept.length === 0)
        return [`| ${name} | ${language === 'zh' ? '未运行' : 'not run here'} | – | ${counts} | ${exempted} | – |`]
      return kept.map(({ level, contract, system, remark, on }) => {
        const against = remark === undefined ? system : `${system}: ${remark}`
        return `| ${name} | ${against} | **${level}** (${contract}) | ${counts} | ${exempted} | ${on} |`
      })
    })
    .join('\n')
}

function applies({ needs }: ConformanceCase, capabilities: Capabilities): boolean {
  return needs.every((need) => {
    const [group = '', leaf] = need.split('.')
    const branch = (capabilities as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[group]
    return branch !== undefined && (leaf === undefined || branch[leaf] !== undefined)
  })
}
