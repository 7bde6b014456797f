import type { ConformanceReport, ReportedCase, ReportedFinding } from './conformance-report.ts'
import { escapeMarkup } from './escape-markup.ts'

/**
 * The report as JUnit XML, as the CI systems of departments read it. A case that does not apply or is exempted is `skipped`, with the
 * reason; an error in the manifest is a failure too.
 */
export function junitReport(report: ConformanceReport): string {
  const { role, subject, contract, seed, startedAt, durationMs, complete, reached } = report
  const findings = report.findings ?? []
  const wrong = findings.filter(({ severity }) => severity === 'error').length
  const skipped = report.counts['not-applicable'] + report.counts.exempted
  const suite = {
    name: `berth ${role} ${subject.name}`,
    tests: report.results.length + findings.length,
    failures: report.counts.failed + wrong,
    errors: 0,
    skipped: skipped + findings.length - wrong,
    time: seconds(durationMs),
    timestamp: startedAt.slice(0, 19),
  }
  const properties = {
    contract,
    seed,
    complete,
    reached,
    kit: `${report.kit.name}@${report.kit.version}`,
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ ...suite, timestamp: undefined })}>`,
    `  <testsuite${attributes(suite)}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...findings.map((finding) => findingCase(finding)),
    ...report.results.map((result) => testCase(report, result)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase({ role, clauses }: ConformanceReport, result: ReportedCase): string {
  const { outcome, message = '', exemption } = result
  const head = `    <testcase${attributes({ classname: `${role}.${result.clause}`, name: result.case, time: seconds(result.durationMs) })}`
  if (outcome === 'passed') {
    const notes = result.notes.map(({ en, zh }) => `not tried: ${en}\n未试：${zh}`).join('\n')
    return notes === ''
      ? `${head}/>`
      : `${head}>\n      <system-out>${escapeMarkup(notes)}</system-out>\n    </testcase>`
  }
  if (outcome === 'not-applicable') return `${head}>\n      <skipped${attributes({ message })}/>\n    </testcase>`
  if (outcome === 'exempted') {
    const why = `exempted until ${exemption?.expires}: ${exemption?.reason} (${exemption?.owner})`
    return `${head}>\n      <skipped${attributes({ message: why })}/>\n    </testcase>`
  }
  const clause = clauses.find(({ id }) => id === result.clause)
  const told = [
    message,
    `${result.clause}: ${clause?.text.en ?? ''}`,
    `${result.clause}：${clause?.text.zh ?? ''}`,
    ...(result.input === undefined ? [] : [`input: ${result.input}`]),
    ...(result.owner === undefined ? [] : [`likely owner: ${result.owner.title.en} / ${result.owner.title.zh}`]),
    ...(result.owner === undefined ? [] : [`next: ${result.owner.next.en}`, `下一步：${result.owner.next.zh}`]),
    `again: ${result.replay ?? ''}`,
  ].join('\n')
  return `${head}>\n      <failure${attributes({ message, type: result.code ?? result.clause })}>${escapeMarkup(told)}</failure>\n    </testcase>`
}

function findingCase({ rule, severity, file, line, column, message, next }: ReportedFinding): string {
  const head = `    <testcase${attributes({ classname: `manifest.${rule}`, name: `${file}:${line}:${column}`, time: '0' })}`
  const told = `${message.en}\n${message.zh}\nnext: ${next.en}\n下一步：${next.zh}`
  return severity === 'error'
    ? `${head}>\n      <failure${attributes({ message: message.en, type: rule })}>${escapeMarkup(told)}</failure>\n    </testcase>`
    : `${head}>\n      <skipped${attributes({ message: `warning: ${message.en}` })}/>\n    </testcase>`
}

function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeMarkup(String(value))}"`]))
    .join('')
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}
