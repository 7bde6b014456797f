import type { CaseResult, RunResult } from '../run/result.ts'

/** The command that tries a case again with the same data, as one types it in a POSIX shell. */
export function replayCommand(
  { role, subject }: Pick<RunResult, 'role' | 'subject'>,
  { id, seed }: Pick<CaseResult, 'id' | 'seed'>,
): string {
  switch (role) {
    case 'connector':
      return `BERTH_SEED=${seed} npx vitest run -t ${quoted(id)}`
    case 'docking':
      return `berth check --live --only ${quoted(id)} --seed ${seed}`
    case 'platform':
      return `berth check --platform ${quoted(subject.name)} --only ${quoted(id)} --seed ${seed}`
  }
}

function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
