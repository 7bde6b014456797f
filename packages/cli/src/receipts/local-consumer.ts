import { userInfo } from 'node:os'

/** Whom receipts name who looks at rows on this machine: `local:<operating system user>`. */
export function localConsumer(): string {
  try {
    return `local:${userInfo().username}`
  } catch {
    // A user id without a name, as in some containers.
    return `local:${process.getuid?.() ?? '-'}`
  }
}
