import type { LocalizedText } from '@berth/core'

/** One thing wrong, or doubtful, in a manifest (MAN-1). */
export interface Finding {
  /** Stable: `MAN-101`. Listed in docs/manifest.md. */
  readonly rule: string
  /** With an error the manifest is not used; with a warning it is. */
  readonly severity: 'error' | 'warning'
  /** As given to the loader. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in characters. */
  readonly column: number
  /** Where in the document: `resources.marriage.items.husbandId.grade`. */
  readonly path: string
  /** What is wrong. */
  readonly message: Required<LocalizedText>
  /** What to do. */
  readonly next: Required<LocalizedText>
}
