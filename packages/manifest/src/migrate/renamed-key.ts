import type { Path } from '../source/path.ts'
import type { Migration } from './migration.ts'
import { migrations } from './migrations.ts'

/** What a key was renamed to. */
export interface RenamedKey {
  readonly to: string
  readonly since: string
}

/** Whether a key that is not known any more was known under this name; `use` is the package of the connection around it. */
export function renamedKey(path: Path, use?: string, table: readonly Migration[] = migrations): RenamedKey | undefined {
  for (const { steps, since } of table) {
    for (const step of steps) {
      if (step.do !== 'rename' || !matches(path, step.at)) continue
      if (step.uses === undefined || (use !== undefined && step.uses.includes(use))) return { to: step.to, since }
    }
  }
  return undefined
}

/** Whether a pattern, `connections.*.options.receiptKey`, names the place. */
export function matches(path: Path, pattern: string): boolean {
  const steps = pattern.split('.').flatMap((step) => (step.endsWith('[]') ? [step.slice(0, -2), '[]'] : [step]))
  return (
    steps.length === path.length &&
    steps.every((step, index) => {
      const at = path[index]
      return typeof at === 'number' ? step === '[]' : step === '*' || step === at
    })
  )
}
