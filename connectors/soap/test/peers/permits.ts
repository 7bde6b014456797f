import type { Row } from '@berth/core'

/** The permits that every peer has, in the order of their ids. */
export const permits: readonly Row[] = [
  ['2', null, null, null],
  ['3', '丙', '0.10', '2024-03-01T00:00:00'],
  ['4', '丁', '1', '2024-03-02T00:00:00'],
  ['9007199254740993', '甲 & <乙>', '12345678901234567.8900', '2024-02-29T10:00:00'],
]

export const selection: readonly { readonly name: string }[] = ['id', 'name', 'fee', 'issued'].map((name) => ({ name }))

const columns = {
  id: { at: 'id', type: 'int64', required: true },
  name: 'name',
  fee: { at: 'fee', type: 'decimal' },
  issued: { at: 'issued', type: 'datetime' },
}

/** The datasets of a peer; `list` and `find` lead to its records, `submitted` to the number of a submission. */
export function permitDatasets(places: {
  readonly list: string
  readonly find: string
  readonly submitted: string
}): Readonly<Record<string, unknown>> {
  return {
    permits: {
      operation: 'list',
      inputs: { since: { type: 'datetime', optional: true } },
      input: { page: '{page}', since: '{since}' },
      paging: { by: 'until-empty' },
      answer: { records: places.list, columns },
      key: ['id'],
      changes: { column: 'issued', since: '{since}' },
    },
    permit: { operation: 'find', input: { id: '{id}' }, answer: { records: places.find, columns } },
    submit: {
      operation: 'submit',
      submits: true,
      inputs: { name: { type: 'text', optional: true } },
      input: { name: '{name}', key: '{idempotencyKey}' },
      answer: { records: places.submitted, columns: { id: { at: '.', type: 'int64' } } },
    },
    echo: { operation: 'echo', input: { text: '{text}' }, answer: { records: '*', columns: { text: '*' } } },
  }
}
