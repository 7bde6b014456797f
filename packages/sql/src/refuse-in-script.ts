import { BerthError } from '@berth/core'
import type { SqlDialect } from './dialect.ts'

/**
 * Throws `NOT_SUPPORTED` where a name of the source holds a control character or a line end. Programs that run scripts
 * read them line by line: behind a line end within a name, or within a comment that has the name, they would run what is
 * left of it as statements or as commands of their own. Signs that turn the direction of text around would show a person
 * another script than the one that runs.
 */
export function refuseInScript({ name: connector }: SqlDialect, names: readonly string[]): void {
  if (names.some((name) => /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(name)))
    throw new BerthError('NOT_SUPPORTED', { connector, capability: 'scripts with control characters in names' })
}
