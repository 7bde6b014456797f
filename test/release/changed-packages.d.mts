export interface Compared {
  readonly commit: string
  readonly what: string
}

export interface ChangesetSettings {
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly say?: (line: string) => void
}

export function comparedWith(
  root: string,
  environment?: Readonly<Record<string, string | undefined>>,
): Compared | undefined
export function changesetProblems(root: string, settings?: ChangesetSettings): string | undefined
