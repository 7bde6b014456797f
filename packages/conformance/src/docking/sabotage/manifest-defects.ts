import type { ConnectorSession, Row, RowBatch } from '@berth/core'
import type { ResourceOutline } from '../outline.ts'
import type { DockingSubject, ManifestFinding } from '../subject.ts'
import { type DockingDefect, running } from './defect.ts'

/** Faults of a manifest, of what checks it, and of the system that it describes. */
export const manifestDefects: readonly DockingDefect[] = [
  {
    id: 'manifest-with-an-error',
    caughtBy: ['manifest/as-written'],
    alter: (subject) => ({ ...subject, text: `${subject.text}\nkitUnknown: true\n` }),
  },
  { id: 'unknown-keys-ignored', caughtBy: ['manifest/unknown-key'], alter: blindTo(/titel|itmes/) },
  {
    id: 'findings-without-place',
    caughtBy: ['manifest/unknown-key'],
    alter: findingsAs((found) => found.map((finding) => ({ ...finding, line: 0 }))),
  },
  {
    id: 'references-not-followed',
    caughtBy: ['manifest/dangling-reference'],
    alter: blindTo(/kit-nowhere|kitNowhere/),
  },
  { id: 'last-duplicate-wins', caughtBy: ['manifest/duplicate-id'], alter: blindTo(/kit\.second/) },
  {
    id: 'items-need-no-description',
    caughtBy: ['manifest/item-without-description'],
    alter: findingsAs((found) => found.filter(({ rule }) => !rule.startsWith('MAN-20'))),
  },
  {
    id: 'grade-remembered',
    caughtBy: ['manifest/item-without-grade'],
    alter: (subject) =>
      running(
        subject,
        () => ({}),
        ({ text: _text, ...settings }) => settings,
      ),
  },
  { id: 'state-secrets-carried', caughtBy: ['manifest/state-secret'], alter: blindTo(/grade: secret|涉密/) },
  {
    id: 'sharing-without-condition',
    caughtBy: ['manifest/sharing'],
    alter: findingsAs((found) => found.filter(({ rule }) => !rule.startsWith('MAN-4'))),
  },
  { id: 'any-contract-version', caughtBy: ['manifest/contract-version'], alter: blindTo(/^berth: (?:2|99|next)/m) },
  {
    id: 'dataset-renamed',
    caughtBy: ['system/datasets'],
    alter: resourcesAs((resource) => ({
      ...resource,
      from: { ...resource.from, dataset: `${resource.from.dataset}_OLD` },
    })),
  },
  {
    id: 'column-dropped',
    caughtBy: ['system/datasets'],
    alter: resourcesAs((resource) => ({
      ...resource,
      items: resource.items.map((item, index) => (index === 1 ? { ...item, from: 'KIT_GONE' } : item)),
    })),
  },
  {
    id: 'key-of-several-rows',
    caughtBy: ['system/keys'],
    alter: readingAs('scan', (rows) => rows.map((row, index) => (index === 1 ? (rows[0] ?? row) : row))),
  },
  {
    id: 'key-is-empty',
    caughtBy: ['system/keys'],
    alter: readingAs('scan', (rows) => rows.map((row) => row.map(() => null))),
  },
  {
    id: 'change-column-is-empty',
    caughtBy: ['system/change-column'],
    alter: readingAs('scan', (rows) => rows.map((row) => row.map((cell, at) => (at === row.length - 1 ? null : cell)))),
  },
  {
    id: 'changes-out-of-order',
    caughtBy: ['system/change-column'],
    alter: readingAs('changes', (rows) => rows.toReversed()),
  },
  {
    id: 'format-does-not-fit',
    caughtBy: ['system/rows'],
    alter: (subject) => ({
      ...subject,
      carry: (resource, fields, rows) =>
        subject
          .carry(resource, fields, rows)
          .map((row, index) => (index % 2 === 0 ? { item: 'kit', code: 'VALUE_INVALID', length: 8 } : row)),
    }),
  },
]

type Alter = DockingDefect['alter']

function findingsAs(change: (found: readonly ManifestFinding[]) => readonly ManifestFinding[]): Alter {
  return (subject) => ({ ...subject, check: async (text) => change(await subject.check(text)) })
}

/** A text that has this in it is taken as if nothing were wrong. */
function blindTo(pattern: RegExp): Alter {
  return (subject) => ({ ...subject, check: async (text) => (pattern.test(text) ? [] : await subject.check(text)) })
}

function resourcesAs(change: (resource: ResourceOutline) => ResourceOutline): Alter {
  return (subject) => {
    const resources = Object.entries(subject.manifest.resources).map(
      ([id, resource]) => [id, change(resource)] as const,
    )
    return { ...subject, manifest: { ...subject.manifest, resources: Object.fromEntries(resources) } }
  }
}

/** The rows of each batch of a read, changed at the system. */
function readingAs(call: 'scan' | 'changes', change: (rows: readonly Row[]) => Row[]): Alter {
  return (subject): DockingSubject => ({
    ...subject,
    open: async (connection) => {
      const session = await subject.open(connection)
      return new Proxy(session, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name, target)
          if (typeof member !== 'function') return member
          if (name !== call) return member.bind(target) as unknown
          return (request: Parameters<ConnectorSession['scan']>[0]) =>
            changed(member.call(target, request) as AsyncIterable<RowBatch>, change)
        },
      })
    },
  })
}

async function* changed(
  batches: AsyncIterable<RowBatch>,
  change: (rows: readonly Row[]) => Row[],
): AsyncIterable<RowBatch> {
  for await (const batch of batches) yield { ...batch, rows: change(batch.rows) }
}
