import { type Document, isMap, parseDocument } from 'yaml'
import { expectThat } from '../../run/expect.ts'
import type { DockingCase, DockingContext } from '../case.ts'
import { askable } from '../outline.ts'
import { oneQuestion } from '../questions.ts'

/** A damage to a manifest, and the path that the damaged text has it at. */
type Damage = (document: Document) => void

/** Manifests that are damaged in ways that people damage them. */
export const manifestCases: readonly DockingCase[] = [
  {
    id: 'manifest/as-written',
    clause: 'MAN-1',
    run: async ({ subject }) => {
      const errors = (await subject.check(subject.text)).filter(({ severity }) => severity === 'error')
      const told = errors.map(({ rule, line, column, message }) => `${rule} at ${line}:${column}, ${message.en}`)
      expectThat(errors.length === 0, `the manifest as it is has errors: ${told.join('; ')}`)
    },
  },
  {
    id: 'manifest/unknown-key',
    clause: 'MAN-1',
    run: async (context) => {
      await expectRefused(context, 'an unknown key in system', (document) => document.setIn(['system', 'titel'], 'x'))
      for (const path of resourcePaths(context)) {
        await expectRefused(context, `an unknown key in ${path.join('.')}`, (document) =>
          document.setIn([...path, 'itmes'], {}),
        )
      }
    },
  },
  {
    id: 'manifest/dangling-reference',
    clause: 'MAN-1',
    needs: 'connection',
    run: async (context) => {
      for (const path of resourcePaths(context)) {
        await expectRefused(context, `${path.join('.')} from a connection that is not there`, (document) =>
          document.setIn([...path, 'from', 'connection'], 'kit-nowhere'),
        )
        if (context.subject.manifest.resources[path[1]]?.provide.parameter === undefined) continue
        await expectRefused(context, `${path.join('.')} asked by an item that is not there`, (document) =>
          document.setIn([...path, 'provide', 'parameter', 'by'], [['kitNowhere']]),
        )
      }
    },
  },
  {
    id: 'manifest/duplicate-id',
    clause: 'MAN-1',
    run: async (context) => {
      const { text } = context.subject
      await expectFound(context, 'the key system twice', `${text.replace(/\n*$/, '\n')}system: { id: kit.second }\n`)
    },
  },
  {
    id: 'manifest/item-without-description',
    clause: 'MAN-2',
    needs: 'connection',
    run: async (context) => {
      for (const [resource, item] of firstItems(context)) {
        const path = ['resources', resource, 'items', item]
        await expectRefused(context, `${path.join('.')} without title`, (document) =>
          document.deleteIn([...path, 'title']),
        )
        await expectRefused(context, `${path.join('.')} without type and element`, (document) => {
          for (const key of ['type', 'element', 'format', 'codes']) document.deleteIn([...path, key])
        })
        await expectRefused(context, `${path.join('.')} without maintainer`, (document) => {
          document.deleteIn([...path, 'maintainer'])
          document.deleteIn(['resources', resource, 'maintainer'])
        })
      }
    },
  },
  {
    id: 'manifest/item-without-grade',
    clause: 'MAN-2',
    needs: 'parameter',
    run: async (context) => {
      for (const resource of askable(context.subject.manifest)) {
        const question = await oneQuestion(context, resource)
        const item = resource.items.find(({ id, grade }) => grade !== undefined && !(id in (question?.by ?? {})))
        if (question === undefined || item === undefined) continue
        const text = damaged(context, (document) =>
          document.deleteIn(['resources', resource.id, 'items', item.id, 'grade']),
        )
        const { ask } = await context.start({ text })
        const { status, body, text: told } = await ask({ resource, by: question.by })
        if (status !== 200) continue
        const named = body.withheld?.some((left) => left.item === item.id && left.reason === 'NO_GRADE') === true
        expectThat(
          named && body.items?.includes(item.id) === false && !told.includes(`"${item.id}":`),
          `${resource.id}.${item.id} lost its grade in the manifest, and is given all the same`,
        )
      }
    },
  },
  {
    id: 'manifest/state-secret',
    clause: 'MAN-3',
    needs: 'connection',
    run: async (context) => {
      for (const [resource, item] of firstItems(context)) {
        const path = ['resources', resource, 'items', item]
        for (const [key, value] of [
          ['grade', 'secret'],
          ['categories', ['涉密']],
        ] as const) {
          await expectRefused(context, `${path.join('.')} labelled as a state secret by its ${key}`, (document) =>
            document.setIn([...path, key], value),
          )
        }
      }
    },
  },
  {
    id: 'manifest/sharing',
    clause: 'MAN-4',
    needs: 'connection',
    run: async (context) => {
      for (const path of resourcePaths(context)) {
        const sharing = [...path, 'sharing']
        await expectRefused(context, `${path.join('.')} conditional without a condition`, (document) =>
          document.setIn(sharing, { type: 'conditional' }),
        )
        await expectRefused(context, `${path.join('.')} not shared, without a legal basis`, (document) =>
          document.setIn(sharing, { type: 'none' }),
        )
        const { provide } = context.subject.manifest.resources[path[1]] ?? { provide: {} }
        if (Object.keys(provide).length === 0) continue
        await expectRefused(context, `${path.join('.')} not shared, and provided`, (document) =>
          document.setIn(sharing, { type: 'none', basis: 'kit' }),
        )
      }
    },
  },
  {
    id: 'manifest/contract-version',
    clause: 'VER-1',
    run: async (context) => {
      for (const version of [2, 99, 'next']) {
        await expectRefused(context, `contract version ${version}`, (document) => document.setIn(['berth'], version))
      }
    },
  },
]

function resourcePaths({ subject }: DockingContext): (readonly ['resources', string])[] {
  return Object.keys(subject.manifest.resources).map((id) => ['resources', id] as const)
}

/** Of each resource one item that has a grade. */
function firstItems({ subject }: DockingContext): (readonly [string, string])[] {
  return Object.values(subject.manifest.resources).flatMap(({ id, items }) => {
    const item = items.find(({ grade }) => grade !== undefined)
    return item === undefined ? [] : [[id, item.id] as const]
  })
}

function damaged({ subject }: DockingContext, damage: Damage): string {
  const document = parseDocument(subject.text)
  if (!isMap(document.contents)) return subject.text
  damage(document)
  return document.toString()
}

async function expectRefused(context: DockingContext, what: string, damage: Damage): Promise<void> {
  await expectFound(context, what, damaged(context, damage))
}

/** Fails unless the text is refused with a place, a cause and a next step in both languages. */
async function expectFound({ subject }: DockingContext, what: string, text: string): Promise<void> {
  const errors = (await subject.check(text)).filter(({ severity }) => severity === 'error')
  expectThat(errors.length > 0, `a manifest with ${what} is taken as if nothing were wrong`)
  for (const { rule, line, column, message, next } of errors) {
    const whole = line >= 1 && column >= 1 && [message, next].every(({ zh, en }) => zh !== '' && en !== '')
    expectThat(whole, `a manifest with ${what} is refused by ${rule} without line, column, cause or next step`)
  }
}
