import { readFileSync } from 'node:fs'
import { generateKey } from '@berth/trust'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import {
  type ConformanceReport,
  conformanceReport,
  ownerWords,
  replayCommand,
  reportSchema,
  reportText,
  signReport,
  verifyReport,
} from '../../src/index.ts'
import { sampleRun, wholeRun } from './sample-run.ts'

const valid = new Ajv2020({ strict: true, allErrors: true }).compile<ConformanceReport>(reportSchema)

function errorsOf(report: unknown): unknown {
  return valid(report) ? [] : valid.errors
}

const findings = [
  {
    rule: 'MAN-201',
    severity: 'error',
    file: 'berth.yaml',
    line: 3,
    column: 7,
    path: 'resources.a',
    message: { zh: '没有分级', en: 'no grade' },
    next: { zh: '写上', en: 'write one' },
  },
] as const

test('report.schema.json is the schema of the package: npm run docs:generate', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../report.schema.json', import.meta.url), 'utf8'))
  expect(published).toEqual(reportSchema)
})

test('reports are valid by the schema, signed ones and such with findings too, and nothing else is', () => {
  const report = conformanceReport(sampleRun, { findings, mutation: { killed: 9, defects: 9 } })
  expect(errorsOf(JSON.parse(reportText(report)))).toEqual([])
  expect(errorsOf(signReport(report, generateKey('kit')))).toEqual([])
  expect(errorsOf({ ...report, extra: 1 })).not.toEqual([])
  expect(errorsOf({ ...report, berthReport: 2 })).not.toEqual([])
  expect(errorsOf({ ...report, results: [{ ...report.results[0], error: {} }] })).not.toEqual([])
})

test('a failure has clause, input, seed, the command that replays it, the likely owner and the next step', () => {
  const { results, clauses, counts, reached } = conformanceReport(sampleRun)
  expect(results[1]).toMatchObject({
    clause: 'LKP-1',
    seed: 42,
    replay: 'BERTH_SEED=42 npx vitest run -t lookup/b',
    owner: { id: 'connector', ...ownerWords.connector },
  })
  expect(results[1]?.input).toContain('lookup ')
  expect(results[5]?.code).toBe('CONNECT_TIMEOUT')
  expect(results[5]?.owner?.next.en).not.toBe(ownerWords.network.next.en)
  expect(clauses.map(({ id }) => id).sort()).toEqual(['ERR-1', 'INV-1', 'LKP-1', 'SCN-1'])
  expect({ counts, reached }).toEqual({ counts: sampleRun.counts, reached: 'none' })
})

test('a run of some cases reaches no level in its report', () => {
  expect(conformanceReport({ ...wholeRun, complete: false }).reached).toBe('none')
  expect(conformanceReport(wholeRun).reached).toBe('full')
})

test('the native error never goes into a report, and a value that was seen is withheld', () => {
  const secret = '张三 110101'
  const failed = {
    ...sampleRun.results[1],
    message: `got ${secret}`,
    input: `ask ${secret}`,
    notes: [{ zh: secret, en: `no ${secret}` }],
  }
  const run = { ...sampleRun, results: [{ ...sampleRun.results[0], ...failed, error: new Error(secret) }] }
  const text = reportText(conformanceReport(run as typeof sampleRun, { withheld: [secret] }))
  expect(text).not.toContain('张三')
  expect(text).toContain('withheld here')
})

test('the replay command is what one types, whatever the id', () => {
  const platform = { ...sampleRun, role: 'platform', subject: { name: 'https://a.example/x?y', digests: {} } } as const
  expect(replayCommand(platform, { id: "a b'c", seed: 1 })).toBe(
    String.raw`berth check --platform 'https://a.example/x?y' --only 'a b'\''c' --seed 1`,
  )
})

test('every byte of a signed report that is changed is found', () => {
  const key = generateKey('civil-affairs.marriage')
  const signed = signReport(conformanceReport(wholeRun, { findings }), key)
  const text = reportText(signed)
  expect(verifyReport(text, JSON.parse(text) as ConformanceReport)).toBe('whole')
  const bytes = Buffer.from(text)
  const missed: number[] = []
  for (const [at, byte] of bytes.entries()) {
    for (const other of [byte ^ 1, byte ^ 0x20, 0x20]) {
      if (other === byte) continue
      const altered = Buffer.from(bytes)
      altered[at] = other
      if (verdictOf(altered.toString()) === 'whole') missed.push(at)
    }
  }
  expect(missed).toEqual([])
  for (const change of [
    `${text} `,
    text.replace('{', '{"a":1,'),
    text.replaceAll('  ', ' '),
    text.slice(0, -1),
    text.replace('firebird', '\\ud800'),
  ])
    expect(verdictOf(change)).not.toBe('whole')
})

function verdictOf(text: string): string {
  let report: ConformanceReport
  try {
    report = JSON.parse(text) as ConformanceReport
  } catch {
    return 'no JSON'
  }
  return verifyReport(text, report)
}

test.each(['EdDSA', 'SGD_SM3_SM2'] as const)(
  'a signature with %s says who signed only where the key is trusted',
  (algorithm) => {
    const [own, other] = [generateKey('a.b', algorithm), generateKey('a.b', algorithm)]
    const report = conformanceReport(wholeRun)
    const signed = signReport(report, own)
    const text = reportText(signed)
    expect(verifyReport(reportText(report), report, [own])).toBe('unsigned')
    expect(verifyReport(text, signed, [own])).toBe('signed')
    expect(verifyReport(text, signed, [other])).toBe('foreign')
    // Signed anew by somebody else: whole, but not by a key that is trusted.
    const again = signReport({ ...signed, reached: 'full' }, other)
    expect(verifyReport(reportText(again), again, [own])).toBe('foreign')
    // Another key put beside the old signature.
    const swapped = { ...signed, signature: { ...signed.signature, key: again.signature?.key } } as ConformanceReport
    expect(verifyReport(reportText(swapped), swapped, [other])).toBe('altered')
  },
)
