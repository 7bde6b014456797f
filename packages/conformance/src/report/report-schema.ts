const text = { type: 'string' } as const
const count = { type: 'integer', minimum: 0 } as const
const bothLanguages = closed({ zh: text, en: text })
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
const level = { enum: ['basic', 'standard', 'full'] } as const
const outcome = {
  enum: ['passed', 'failed', 'not-applicable', 'exempted'],
} as const
const day = {
  type: 'string',
  pattern: String.raw`^\d{4}-\d{2}-\d{2}$`,
} as const
const clause = { type: 'string', pattern: String.raw`^[A-Z]{3}-\d+$` } as const

function closed(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', additionalProperties: false, required, properties }
}

function each(items: object): object {
  return { type: 'array', items }
}

/** The JSON Schema of a report. `report.schema.json` is made of it. */
export const reportSchema: object = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Berth conformance report',
  ...closed(
    {
      berthReport: { const: 1 },
      contract: { type: 'string', pattern: String.raw`^\d+\.\d+$` },
      kit: closed({ name: text, version: text }),
      role: { enum: ['connector', 'docking', 'platform'] },
      subject: closed(
        {
          name: text,
          version: text,
          system: text,
          digests: { type: 'object', additionalProperties: digest },
        },
        ['version', 'system'],
      ),
      startedAt: {
        type: 'string',
        pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`,
      },
      durationMs: count,
      seed: count,
      complete: { type: 'boolean' },
      reached: { enum: ['none', ...level.enum] },
      counts: closed(Object.fromEntries(outcome.enum.map((name) => [name, count]))),
      mutation: closed({ killed: count, defects: count }),
      clauses: each(
        closed(
          {
            id: clause,
            keyword: { enum: ['MUST', 'SHOULD'] },
            level,
            capability: text,
            text: bothLanguages,
          },
          ['capability'],
        ),
      ),
      results: each(
        closed(
          {
            case: text,
            clause,
            level,
            outcome,
            message: text,
            code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' },
            input: text,
            owner: closed({
              id: {
                enum: [
                  'connector',
                  'department',
                  'system',
                  'network',
                  'gateway',
                  'platform',
                  'remote-department',
                  'kit',
                ],
              },
              title: bothLanguages,
              next: bothLanguages,
            }),
            exemption: closed({
              case: text,
              reason: text,
              owner: text,
              expires: day,
            }),
            notes: each(bothLanguages),
            seed: count,
            replay: text,
            durationMs: count,
          },
          ['message', 'code', 'input', 'owner', 'exemption', 'replay'],
        ),
      ),
      findings: each(
        closed({
          rule: text,
          severity: { enum: ['error', 'warning'] },
          file: text,
          line: count,
          column: count,
          path: text,
          message: bothLanguages,
          next: bothLanguages,
        }),
      ),
      signature: closed({
        key: { type: 'object', additionalProperties: text },
        jws: text,
      }),
    },
    ['mutation', 'findings', 'signature'],
  ),
}
