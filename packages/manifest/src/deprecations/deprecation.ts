import type { LocalizedText } from '@berth/core'

/** Something that still works and is going to be taken away. */
export interface Deprecation {
  readonly what:
    | {
        /** A key, as a comparison of schemas names it: `resources.*.provide.file.every`. */
        readonly manifest: string
        /** Only in connections that use one of these packages. */
        readonly uses?: readonly string[]
      }
    | {
        /** A command as one types it, `report convert`. */
        readonly command: string
        /** One of its flags, without the dashes. Absent: the whole command. */
        readonly flag?: string
      }
    /** What a package exports: `Deviation of @berth/core`. */
    | { readonly program: string }
  /** The day from which releases warn, `2026-11-24`. */
  readonly since: string
  /** The last day on which releases still have it: at least `leastNoticeDays` later. */
  readonly until: string
  /** What to do, a whole sentence without a full stop. */
  readonly instead: Required<LocalizedText>
}

/** How long something works on after it was deprecated. Departments open their dockings once in half a year. */
export const leastNoticeDays = 180
