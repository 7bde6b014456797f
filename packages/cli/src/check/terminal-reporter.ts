import type { CaseResult, Outcome, Reporter, RunResult } from '@berth/conformance'
import { notesOf, ownerWords, requirementOf, triedInPart } from '@berth/conformance'
import { language } from '../messages/language.ts'
import { say } from '../messages/say.ts'
import { cutToWidth, padToWidth } from '../output/display-width.ts'
import { type Paint, paint } from '../output/paint.ts'
import { type Progress, startProgress } from '../output/progress.ts'

export interface TerminalReporterSettings {
  /** Where the lines go; a command gives its own `print`, which prints nothing with `--json`. */
  readonly print: (lines: readonly string[]) => void
  /** Whether progress is shown on standard error; `false` with `--json`. */
  readonly progress: boolean
  /** The command that tries this case again with the same data. */
  readonly replay: (result: CaseResult) => string
}

/** From the best to the worst: a clause shows the worst of its cases. */
const marks: readonly (readonly [Outcome, Paint, string])[] = [
  ['not-applicable', 'dim', '-'],
  ['passed', 'green', '✓'],
  ['exempted', 'yellow', '!'],
  ['failed', 'red', '✗'],
]

/** How wide the words of a clause get in its one line. */
const clauseCells = 76

/** Tells a run of the conformance kit on the terminal: how far it is, then a line for each clause, then every failure. */
export function terminalReporter(settings: TerminalReporterSettings): Reporter {
  let progress: Progress | undefined
  let total = 0
  let done = 0
  return {
    started(cases) {
      total = cases
      progress = startProgress({ label: say('kit.trying'), unit: say('unit.cases'), shown: settings.progress })
      progress.update(0, total)
    },
    tried: () => progress?.update(++done, total),
    ended(run) {
      progress?.end()
      settings.print(runLines(run, settings))
    },
  }
}

/** The lines of a whole run. */
export function runLines(run: RunResult, settings: Pick<TerminalReporterSettings, 'replay'>): string[] {
  const inPart = run.complete ? triedInPart(run) : 0
  return [
    ...clausesOf(run.results).map(([clause, results]) => clauseLine(clause, results)),
    ...run.results.flatMap(exemptionLines),
    ...notesOf(run.results).map((note) => say('kit.notTried', { note: note[language] })),
    ...run.results.flatMap((result) => failureLines(result, settings)),
    '',
    totalLine(run),
    run.complete || run.reached !== 'none'
      ? say('kit.reached', { level: paint('bold', say(`level.${run.reached}`)) })
      : paint('dim', say('kit.partial')),
    ...(inPart > 0 ? [paint('yellow', say('kit.inPart', { count: inPart }))] : []),
  ]
}

function clausesOf(results: readonly CaseResult[]): (readonly [string, readonly CaseResult[]])[] {
  return [...Map.groupBy(results, ({ clause }) => clause)]
}

function clauseLine(clause: string, results: readonly CaseResult[]): string {
  const outcomes = new Set(results.map(({ outcome }) => outcome))
  const worst = marks.findLast(([outcome]) => outcomes.has(outcome))
  if (worst === undefined) return clause
  const [outcome, colour, mark] = worst
  const count = results.filter((result) => result.outcome === outcome).length
  const told = `${say(`kit.${outcome}`)} ${count === results.length ? count : `${count}/${results.length}`}`
  const words = cutToWidth(requirementOf(clause).text[language], clauseCells)
  return `${paint(colour, mark)} ${padToWidth(clause, 7)} ${padToWidth(told, 16)} ${paint('dim', words)}`
}

function exemptionLines({ id, exemption }: CaseResult): string[] {
  if (exemption === undefined) return []
  const { reason, owner, expires } = exemption
  return [paint('yellow', say('kit.exempt', { id, reason, owner, expires }))]
}

function failureLines(result: CaseResult, { replay }: Pick<TerminalReporterSettings, 'replay'>): string[] {
  if (result.outcome !== 'failed') return []
  return [
    '',
    `${paint('red', `✗ ${result.id}`)}  ${result.clause}`,
    `    ${say('kit.clause')}  ${requirementOf(result.clause).text[language]}`,
    `    ${say('kit.found')}  ${result.message ?? ''}`,
    ...inputLines(result),
    ...ownerLines(result),
    `    ${say('kit.replay')}  ${replay(result)}`,
  ]
}

function inputLines({ input }: CaseResult): string[] {
  return (input?.split('\n') ?? []).map((line) => `    ${say('kit.input')}  ${line}`)
}

function ownerLines({ owner }: CaseResult): string[] {
  if (owner === undefined) return []
  const { title, next } = ownerWords[owner]
  return [`    ${say('error.whose')}  ${title[language]}`, `    ${say('error.next')}  ${next[language]}`]
}

function totalLine({ subject, counts, seed, durationMs }: RunResult): string {
  const line = say('kit.total', {
    subject: subject.name,
    passed: counts.passed,
    failed: counts.failed,
    applicable: counts['not-applicable'],
    exempted: counts.exempted,
    seed,
    seconds: (durationMs / 1000).toFixed(1),
  })
  return paint(counts.failed === 0 ? 'green' : 'red', line)
}
