import { elementProblems, findElement } from '@berth/elements'
import { parseDockingVersion } from '../notation/docking-version.ts'
import { parseHours } from '../notation/hours.ts'
import { shown } from '../schema/likely-value.ts'
import { checkAddress } from './check-address.ts'
import type { CheckContext } from './check-context.ts'

/** Checks `version`, `system` and `platform`. */
export function checkSystem(context: CheckContext): void {
  const { manifest, collector } = context
  const { owner, hours } = manifest.system ?? {}
  const { version } = manifest
  if (version !== undefined && parseDockingVersion(version) === undefined) {
    collector.report('VER-102', ['version'], 'value', { value: shown(version) })
  }
  if (owner?.code !== undefined) {
    const creditCode = findElement('organisation.creditCode')
    const problem = creditCode?.check?.(creditCode.normalise?.(owner.code) ?? owner.code)
    if (problem !== undefined) {
      const rule = problem === 'check-digit' ? 'MAN-141' : 'MAN-140'
      collector.report(rule, ['system', 'owner', 'code'], 'value', { problem: elementProblems[problem] })
    }
  }
  if (hours !== undefined && parseHours(hours) === undefined) {
    collector.report('MAN-132', ['system', 'hours'], 'value', { value: shown(hours) })
  }
  checkAddress(context, manifest.platform?.url, ['platform', 'url'])
  checkAddress(context, manifest.platform?.agentUrl, ['platform', 'agentUrl'])
}
