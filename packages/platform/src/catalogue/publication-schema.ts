import { grades } from '@berth/core'

/** Printable text: no controls but tab and line feed, which PostgreSQL and every reader can hold. */
const text = (maxLength: number): object => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]+$',
})

const identifier = { type: 'string', pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,127}$' }

const identifiers = (minItems: number): object => ({ type: 'array', minItems, maxItems: 1000, items: identifier })

const object = (
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
): object => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(required),
  properties: { ...required, ...optional },
})

const localized = (maxLength: number): object => object({ zh: text(maxLength) }, { en: text(maxLength) })

const item = object(
  {
    id: identifier,
    title: localized(200),
    type: { type: 'string', pattern: '^[a-z0-9]+(\\(\\d{1,9}(,\\d{1,3})?\\))?$' },
    categories: { type: 'array', maxItems: 50, items: text(100) },
    maintainer: text(200),
    authoritative: { type: 'boolean' },
    required: { type: 'boolean' },
  },
  { semantics: localized(2000), element: text(200), grade: { enum: [...grades] } },
)

const items = { type: 'array', minItems: 1, maxItems: 1000, items: item }
const purposes = { type: 'array', maxItems: 200, items: text(200) }

const resource = object(
  {
    id: identifier,
    title: localized(200),
    sharing: object(
      { type: { enum: ['unconditional', 'conditional', 'none'] }, purposes },
      { condition: text(2000), basis: text(2000) },
    ),
    update: object({ cycle: { enum: ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'] } }),
    items,
    modes: object(
      {},
      {
        parameter: object({
          by: { type: 'array', minItems: 1, maxItems: 100, items: identifiers(1) },
          limit: { type: 'integer', minimum: 1, maximum: 100_000 },
        }),
        file: { const: true },
        table: { const: true },
      },
    ),
  },
  {
    summary: localized(2000),
    subject: object({ kind: { enum: ['person', 'organisation'] }, by: identifiers(1) }),
  },
)

const operation = object(
  { id: identifier, title: localized(200), purposes, input: items },
  { summary: localized(2000) },
)

/** The form of a publication, JSON Schema 2020-12. What it does not name is refused: a column or a host never slips in. */
export const publicationSchema: object = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...object(
    {
      berth: { const: 1 },
      system: object(
        {
          id: identifier,
          title: localized(200),
          owner: object({ title: localized(200), code: { type: 'string', pattern: '^[0-9A-Z]{18}$' } }),
        },
        { hours: text(200) },
      ),
      manifest: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      resources: { type: 'array', maxItems: 5000, items: resource },
      operations: { type: 'array', maxItems: 5000, items: operation },
    },
    { agentUrl: text(2000), version: { type: 'string', pattern: '^\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}$' } },
  ),
}
