import type { Deprecation } from './deprecation.ts'

/**
 * Everything that is going to be taken away, with its dates. `berth check` warns of keys, commands warn of themselves and
 * of their flags, and docs/deprecations.md is made from it.
 */
export const deprecations: readonly Deprecation[] = []
