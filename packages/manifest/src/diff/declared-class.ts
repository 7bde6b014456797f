import { parseDockingVersion } from '../notation/docking-version.ts'
import { type ChangeClass, changeClasses } from './rules/definition.ts'

/**
 * The greatest class of change that two versions declare: a higher first number any, a higher second number compatible
 * ones, all else patches. One that was not there counts as 0.0.0. Undefined: the version went back, or was taken away.
 */
export function declaredClass(old: string | undefined, now: string | undefined): ChangeClass | undefined {
  const before = parseDockingVersion(old ?? '0.0.0')
  const after = parseDockingVersion(now ?? '0.0.0')
  if (before === undefined || after === undefined) return undefined
  const at = after.findIndex((number, index) => number !== before[index])
  if (at >= 0 && (after[at] ?? 0) < (before[at] ?? 0)) return undefined
  return at === 0 ? 'breaking' : at === 1 ? 'compatible' : 'patch'
}

/** The greatest of some classes; undefined of none. */
export function greatestClass(classes: readonly ChangeClass[]): ChangeClass | undefined {
  return changeClasses.findLast((each) => classes.includes(each))
}

/** Whether one class covers another. */
export function covers(declared: ChangeClass, needed: ChangeClass | undefined): boolean {
  return needed === undefined || changeClasses.indexOf(needed) <= changeClasses.indexOf(declared)
}

/** The least version that declares changes of a class. A docking without one begins at 0.0.0. */
export function nextVersion(old: string | undefined, needed: ChangeClass): string {
  const [major, minor, patch] = parseDockingVersion(old ?? '0.0.0') ?? [0, 0, 0]
  if (needed === 'breaking') return `${major + 1}.0.0`
  return needed === 'compatible' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch}`
}
