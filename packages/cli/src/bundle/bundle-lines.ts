import { join, resolve } from 'node:path'
import { say } from '../messages/say.ts'
import { shownPath } from '../output/shown-path.ts'
import type { InstallOutcome } from './install/install-bundle.ts'
import { installedPlaces } from './install/installation.ts'
import { launcherName } from './install/launchers.ts'
import type { MadeBundle } from './make-bundle.ts'

/** Names of files that one line shows. */
const mostShown = 8

/** What was made, for a person. */
export function madeLines({ file, bytes, facts, left, named, licensed }: MadeBundle, signed: boolean): string[] {
  const { system, id, platform, node } = facts
  const other = left.filter((each) => !named.includes(each))
  return [
    say('bundle.made', { file: shownPath(resolve(file)), size: (bytes / 1e6).toFixed(1) }),
    say('bundle.what', { system, id, platform, node: node.version, packages: facts.packages.length }),
    ...(named.length === 0 ? [] : [say('bundle.named', { files: shown(named) })]),
    ...(other.length === 0 ? [] : [say('bundle.left', { files: shown(other) })]),
    ...(licensed ? [] : [say('bundle.notLicensed')]),
    ...(signed ? [say('bundle.signed')] : []),
  ]
}

/** What was installed, and what its operator does next. */
export function installedLines({ outcome, facts, prefix, installation, hint, fillIn }: InstallOutcome): string[] {
  const { system, id } = facts
  const lines = [say(`bundle.${outcome}`, { prefix, system, id })]
  if (outcome === 'installed') {
    const docking = join(prefix, installedPlaces.docking)
    lines.push(say('bundle.next'))
    if (fillIn) lines.push(say('bundle.nextFillIn', { file: join(docking, '.env') }))
    lines.push(say('bundle.nextDoctor', { command: `${join(prefix, 'bin', launcherName('berth'))} doctor` }))
  }
  if (outcome === 'installed' || installation.service === 'none') lines.push(say('bundle.nextStart', { command: hint }))
  if (installation.service === 'none') lines.push(say('bundle.nobody'))
  return lines
}

function shown(files: readonly string[]): string {
  return [...files.slice(0, mostShown), ...(files.length > mostShown ? [`… (${files.length})`] : [])].join(', ')
}
